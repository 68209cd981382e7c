import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'

/** The panel's page of definitions: what is served, import, export, push. */
export class DefinitionsPage {
  readonly page: Page

  private constructor(page: Page) {
    this.page = page
  }

  static async open(page: Page): Promise<DefinitionsPage> {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Definitions' }).click()
    await page.getByRole('heading', { name: 'Definitions' }).waitFor()
    return new DefinitionsPage(page)
  }

  async paste(document: unknown): Promise<void> {
    await this.page.getByLabel('Or pasted').fill(JSON.stringify(document))
    await this.page.getByRole('button', { name: 'Import' }).click()
  }

  /** Opens what belongs to one API. */
  async show(name: string): Promise<Locator> {
    const api = this.page.locator('details', { has: this.page.getByText(name, { exact: true }) })
    if ((await api.getAttribute('open')) === null) await api.locator('summary').click()
    return api
  }

  /** Presses a download button and reads the file. */
  async download(button: Locator): Promise<{ name: string; content: Record<string, unknown> }> {
    const [file] = await Promise.all([this.page.waitForEvent('download'), button.click()])
    const content = JSON.parse(await readFile(await file.path(), 'utf8')) as Record<string, unknown>
    return { name: file.suggestedFilename(), content }
  }
}
