import type { Locator, Page } from '@playwright/test'
import type { ExtensionBrowser } from '../kit/playwright/extension-browser.ts'

/** The page that pairs. */
export class OnboardingPage {
  readonly page: Page
  readonly code: Locator
  readonly paired: Locator

  private constructor(page: Page) {
    this.page = page
    this.code = page.getByLabel('Pairing code')
    this.paired = page.getByRole('heading', { name: 'Paired', exact: true })
  }

  static async open(browser: ExtensionBrowser, origin: string): Promise<OnboardingPage> {
    const page = await browser.context.newPage()
    await page.goto(browser.pageUrl('onboarding.html'))
    const onboarding = new OnboardingPage(page)
    await onboarding.useAddress(origin)
    return onboarding
  }

  /** The address of the companion is typed in, as with a port of one's own. */
  async useAddress(origin: string): Promise<void> {
    await this.page.getByText('It listens at another address').click()
    await this.page.getByLabel('Companion address').fill(origin)
    await this.page.getByRole('button', { name: 'Use this address' }).click()
    await this.page.getByText(`found at ${origin}`).waitFor()
  }

  async pair(companion: { pairingCode: string }): Promise<void> {
    await this.code.fill(companion.pairingCode)
    await this.page.getByRole('button', { name: 'Pair', exact: true }).click()
    await this.paired.waitFor()
  }

  openSidePanel(): Promise<void> {
    return this.page.getByRole('button', { name: 'Open the side panel' }).click()
  }
}
