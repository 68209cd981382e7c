import type { Locator, Page } from '@playwright/test'

/** The panel's page on which texts with credentials are looked at. */
export class CapturePage {
  readonly page: Page
  readonly findings: Locator

  private constructor(page: Page) {
    this.page = page
    this.findings = page.getByRole('region', { name: 'Findings' })
  }

  static async open(page: Page): Promise<CapturePage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Capture' }).click()
    await page.getByRole('heading', { name: 'Capture' }).waitFor()
    return new CapturePage(page)
  }

  async paste(text: string): Promise<void> {
    await this.page.getByLabel('Pasted or dropped').fill(text)
    await this.page.getByRole('button', { name: 'Look for credentials' }).click()
  }
}
