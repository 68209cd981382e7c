import { browser } from 'wxt/browser'

export async function openOnboarding(): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL('/onboarding.html') })
}

/** Opens the getting-started page once, after the first installation and never after an update. */
export function openOnboardingOnInstall(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openOnboarding()
  })
}
