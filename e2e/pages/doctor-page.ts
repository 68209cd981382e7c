import type { Locator, Page } from '@playwright/test'

/** The panel's doctor. */
export class DoctorPage {
  readonly page: Page
  readonly stages: Locator

  private constructor(page: Page) {
    this.page = page
    this.stages = page.getByRole('list', { name: 'Stages' })
  }

  static async open(page: Page): Promise<DoctorPage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Doctor' }).click()
    await page.getByRole('heading', { name: 'Doctor' }).waitFor()
    return new DoctorPage(page)
  }

  /** One of the select box's values: `run`, `dialect NAME`, `host`. */
  async choose(target: string): Promise<void> {
    await this.page.getByLabel('What to examine').selectOption(target)
  }

  async examine(): Promise<void> {
    await this.page.getByRole('button', { name: 'Examine', exact: true }).click()
  }
}
