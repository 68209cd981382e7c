import type { Locator, Page } from '@playwright/test'

/** The panel's ledger of clients. */
export class ClientsPage {
  readonly page: Page
  readonly list: Locator

  private constructor(page: Page) {
    this.page = page
    this.list = page.getByRole('list', { name: 'Clients' })
  }

  static async open(page: Page): Promise<ClientsPage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Clients' }).click()
    await page.getByRole('heading', { name: 'Clients' }).waitFor()
    return new ClientsPage(page)
  }

  row(name: string | RegExp): Locator {
    return this.list.getByRole('button', { name })
  }

  async show(name: string | RegExp): Promise<void> {
    await this.row(name).click()
    await this.page.getByRole('button', { name: 'All clients' }).waitFor()
  }

  /** Presses the verb in the dialog that asks. */
  async confirm(verb: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).click()
  }
}
