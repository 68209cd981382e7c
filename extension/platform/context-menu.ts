import { browser } from 'wxt/browser'

const ID = 'take-credentials'

export interface Selection {
  text: string
  /** Of the page. */
  url: string | undefined
  windowId: number | undefined
}

/** A menu entry for selected text on any page. `onChoose` runs within the click, so that it may open the panel. */
export function offerSelection(onChoose: (selection: Selection) => void): void {
  browser.runtime.onInstalled.addListener(() => {
    browser.contextMenus.create({
      id: ID,
      title: 'Look for credentials in the selection',
      contexts: ['selection'],
    })
  })
  browser.contextMenus.onClicked.addListener(({ menuItemId, selectionText, pageUrl }, tab) => {
    if (menuItemId === ID && selectionText !== undefined)
      onChoose({ text: selectionText, url: pageUrl, windowId: tab?.windowId })
  })
}
