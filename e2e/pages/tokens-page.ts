import type { Locator, Page } from '@playwright/test'

/** The panel's page of tokens. */
export class TokensPage {
  readonly page: Page
  readonly list: Locator

  private constructor(page: Page) {
    this.page = page
    this.list = page.getByRole('list', { name: 'Tokens' })
  }

  static async open(page: Page): Promise<TokensPage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Tokens' }).click()
    await page.getByRole('heading', { name: 'Tokens' }).waitFor()
    return new TokensPage(page)
  }

  async getToken(): Promise<void> {
    await this.page.getByRole('button', { name: 'Get token' }).click()
  }

  async backToList(): Promise<void> {
    await this.page.getByRole('button', { name: 'All tokens' }).click()
  }

  /** The inside of the token on screen, once it was inspected. */
  get checks(): Locator {
    return this.page.getByRole('list', { name: 'Checks of the token' })
  }
}
