import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, expect, type Page } from '@playwright/test'
import { EXTENSION_ID } from '#shared/pairing/extension-identity.ts'
import { EXTENSION } from '../lab/package-root.ts'

/**
 * Chromium with the extension. Playwright's own context never lists a side panel, so the real one is
 * reached through a second, plain DevTools connection.
 */
export interface ExtensionBrowser {
  context: BrowserContext
  /** Address of one of the extension's pages. */
  pageUrl(path: string): string
  /** Waits for a page that Playwright's context does not list. */
  findSurface(path: string): Promise<Page>
  close(): Promise<void>
}

export interface ExtensionBrowserOptions {
  colorScheme?: 'light' | 'dark'
  /** Another build of the extension. */
  extension?: string
}

export async function openExtensionBrowser(
  profile: string,
  options: ExtensionBrowserOptions = {},
): Promise<ExtensionBrowser> {
  const { extension = EXTENSION } = options
  const executablePath = process.env['PLAYWRIGHT_CHROMIUM_PATH']
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath ? { executablePath } : { channel: 'chromium' }),
    headless: true,
    viewport: null,
    colorScheme: options.colorScheme ?? 'light',
    args: [
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      '--remote-debugging-port=0',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
  const pageUrl = (path: string): string => `chrome-extension://${EXTENSION_ID}/${path}`
  if (context.serviceWorkers().length === 0) await context.waitForEvent('serviceworker')
  let second: Browser | undefined
  return {
    context,
    pageUrl,
    async findSurface(path) {
      const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')
      second ??= await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
      const browser = second
      const find = (): Page | undefined =>
        browser
          .contexts()
          .flatMap((one) => one.pages())
          .find((page) => page.url().startsWith(pageUrl(path)))
      await expect.poll(() => find() !== undefined, `a surface ${path}`).toBe(true)
      return find() as Page
    },
    async close() {
      await second?.close()
      await context.close()
    },
  }
}
