import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import type { ExtensionBrowser } from '../kit/playwright/extension-browser.ts'

/** The tab of the presenter, driven by its keys. */
export class StagePage {
  readonly page: Page
  readonly header: Locator
  readonly title: Locator
  readonly messages: Locator

  private constructor(page: Page) {
    this.page = page
    this.header = page.locator('main > header')
    this.title = page.getByRole('heading', { level: 1 })
    this.messages = page.getByRole('list', { name: 'Messages' }).getByRole('listitem')
  }

  static async open(browser: ExtensionBrowser, query: string): Promise<StagePage> {
    const page = await browser.context.newPage()
    await page.goto(browser.pageUrl(`presenter.html?${query}`))
    const stage = new StagePage(page)
    await stage.title.waitFor()
    return stage
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key)
  }

  /** Does what Space offers and waits until it is done. */
  run(): Promise<void> {
    return this.do('Space')
  }

  /** Presses a key that makes the stage act, and waits until that is done. */
  async do(key: string): Promise<void> {
    const main = this.page.locator('main')
    const before = await main.getAttribute('data-place')
    await this.press(key)
    await expect(main).not.toHaveAttribute('data-place', before ?? '')
    await expect(main).toHaveAttribute('aria-busy', 'false')
  }

  /** Opens the notes with their key. */
  async openNotes(context: BrowserContext): Promise<Page> {
    const opened = context.waitForEvent('page')
    await this.press('n')
    const notes = await opened
    await notes.waitForURL(/speaker\.html$/)
    return notes
  }
}
