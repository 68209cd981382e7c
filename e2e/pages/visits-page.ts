import type { Locator, Page } from '@playwright/test'

/** The page that lists visits, and the page of one of them. */
export class VisitsPage {
  readonly page: Page
  readonly list: Locator
  readonly legs: Locator

  private constructor(page: Page) {
    this.page = page
    this.list = page.getByRole('list', { name: 'Visits' })
    this.legs = page.getByRole('list', { name: 'Legs' }).locator('> li')
  }

  static async open(page: Page): Promise<VisitsPage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Visits', exact: true }).click()
    await page.getByRole('heading', { name: 'Visits' }).waitFor()
    return new VisitsPage(page)
  }

  row(name: RegExp): Locator {
    return this.list.getByRole('button', { name })
  }
}
