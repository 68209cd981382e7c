import { rm } from 'node:fs/promises'
import type { BrowserContext, Page } from '@playwright/test'
import { OnboardingPage } from '../../pages/onboarding-page.ts'
import type { KitCompanion } from '../lab/companion-child.ts'
import { openExtensionBrowser } from './extension-browser.ts'

/** Chromium with the extension, paired with the companion of this worker. */
export interface ExtensionFixture {
  context: BrowserContext
  /** The real side panel. */
  sidePanel: Page
  /** The address of a page of the extension, such as `sidepanel.html`, for a tab. */
  pageUrl(path: string): string
  close(): Promise<void>
}

/**
 * Opens Chromium with a profile of its own. It is the one that `PLAYWRIGHT_CHROMIUM_PATH` names, or else
 * Playwright's; Chrome and Edge load no extension from a folder.
 */
export async function openExtension(
  companion: KitCompanion,
  profile: string,
): Promise<ExtensionFixture> {
  const browser = await openExtensionBrowser(profile)
  try {
    const onboarding = await OnboardingPage.open(browser, companion.addresses.control)
    await onboarding.pair({ pairingCode: companion.pairingCode() })
    await onboarding.openSidePanel()
    const sidePanel = await browser.findSurface('sidepanel.html')
    await sidePanel.locator('body[data-dcr-ready]').waitFor({ state: 'attached' })
    return {
      context: browser.context,
      sidePanel,
      pageUrl: (path) => browser.pageUrl(path),
      async close() {
        await browser.close()
        await rm(profile, { recursive: true, force: true, maxRetries: 3 })
      },
    }
  } catch (error) {
    await browser.close()
    throw error
  }
}
