import type { Locator, Page } from '@playwright/test'

/** The panel's page of scenarios, faults, clock and keys, and the badge that tells of them. */
export class ScenariosPage {
  readonly page: Page
  readonly badge: Locator
  readonly faults: Locator

  private constructor(page: Page) {
    this.page = page
    this.badge = page.getByRole('region', { name: 'Wrong on purpose' })
    this.faults = page.getByRole('list', { name: 'Faults that are on' })
  }

  static async open(page: Page): Promise<ScenariosPage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Scenarios' }).click()
    await page.getByRole('heading', { name: 'Scenarios', level: 1 }).waitFor()
    return new ScenariosPage(page)
  }

  async find(words: string): Promise<Locator> {
    await this.page.getByLabel('Find').fill(words)
    return this.page.getByRole('switch')
  }
}
