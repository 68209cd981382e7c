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

/** Opens the stage for a lesson or a run in a tab of its own. */
export async function openPresenter(subject: {
  kind: 'lesson' | 'run'
  id: string
}): Promise<void> {
  const query = new URLSearchParams({ [subject.kind]: subject.id })
  await browser.tabs.create({ url: browser.runtime.getURL('/presenter.html') + `?${query}` })
}

let speakerWindow: number | undefined

/** Shows the speaker's notes in a window of their own: the one that is open, or a new one. */
export async function openSpeakerWindow(): Promise<void> {
  const isShown = await focusWindow(speakerWindow)
  if (isShown) return
  const url = browser.runtime.getURL('/speaker.html')
  const opened = await browser.windows.create({ url, type: 'popup', width: 800, height: 600 })
  speakerWindow = opened?.id
}

async function focusWindow(id: number | undefined): Promise<boolean> {
  if (id === undefined) return false
  // A window that was closed meanwhile cannot be focused.
  return browser.windows.update(id, { focused: true }).then(
    () => true,
    () => false,
  )
}

export async function closeThisTab(): Promise<void> {
  const tab = await browser.tabs.getCurrent()
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id)
}
