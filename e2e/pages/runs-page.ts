import type { Locator, Page } from '@playwright/test'

/** The page that lists the runs, and the page of one of them. */
export class RunsPage {
  readonly page: Page
  readonly list: Locator

  private constructor(page: Page) {
    this.page = page
    this.list = page.getByRole('list', { name: 'Runs' })
  }

  static async open(page: Page): Promise<RunsPage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Runs', exact: true }).click()
    await page.getByRole('heading', { name: 'Runs' }).waitFor()
    return new RunsPage(page)
  }

  row(name: RegExp): Locator {
    return this.list.getByRole('button', { name })
  }

  /** Begins a run of this journey; the panel then shows its first step. */
  async start(journey: string, provider: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New run' }).click()
    await this.page.getByLabel('Journey').selectOption({ label: journey })
    await this.page.getByLabel('Provider', { exact: true }).selectOption({ label: provider })
    await this.page.getByRole('button', { name: 'Start run' }).click()
  }

  async rename(name: string): Promise<void> {
    await this.page.getByLabel('Name of the run').fill(name)
    await this.page.getByRole('button', { name: 'Save name' }).click()
    await this.page.getByRole('heading', { name }).waitFor()
  }

  /** Presses the button and the one of the question that follows. */
  async delete(): Promise<void> {
    await this.page.getByRole('button', { name: 'Delete run…' }).click()
    await this.page.getByRole('button', { name: 'Delete run', exact: true }).click()
  }
}
