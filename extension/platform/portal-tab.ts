import { browser } from 'wxt/browser'

/** A tab that shows the portal. */
export interface PortalTab {
  /** Sends a message to the content script of the page; nothing while no page is ready to answer. */
  send(message: unknown): Promise<unknown>
  isOpen(): Promise<boolean>
  show(): Promise<void>
}

/** Opens `url` in a tab of its own, beside the one that is active. */
export async function openPortalTab(url: string): Promise<PortalTab> {
  const { id } = await browser.tabs.create({ url, active: true })
  if (id === undefined) throw new TypeError('The browser opened a tab without an id')
  return {
    // While one page leaves and the next one loads nothing listens there.
    send: (message) => browser.tabs.sendMessage(id, message, { frameId: 0 }).catch(() => undefined),
    isOpen: () =>
      browser.tabs.get(id).then(
        () => true,
        () => false,
      ),
    async show() {
      await browser.tabs.update(id, { active: true })
    },
  }
}
