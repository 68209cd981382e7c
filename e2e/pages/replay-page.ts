import { expect, type Locator, type Page } from '@playwright/test'

/** The panel's page on which a request is edited and sent again. */
export class ReplayPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(page: Page): Promise<ReplayPage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Replay' }).click()
    await page.getByRole('heading', { name: 'Replay' }).waitFor()
    return new ReplayPage(page)
  }

  tab(name: 'Request' | 'Answers' | 'Attempts'): Locator {
    return this.page.getByRole('tab', { name })
  }

  async chooseToken(name: string): Promise<void> {
    const radio = this.page.getByRole('radio', { name, exact: true })
    // A list that arrives meanwhile draws the choice anew.
    await expect(() => radio.check({ force: true, timeout: 1_000 })).toPass({ timeout: 10_000 })
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: /^Send/ }).click()
    await this.page.locator('#replay-answers[aria-selected=true]').waitFor()
  }

  attempt(name: string | RegExp): Locator {
    return this.page
      .getByRole('list', { name: 'Attempts' })
      .getByRole('listitem')
      .filter({ hasText: name })
  }
}
