import { browser } from 'wxt/browser'

interface SidebarAction {
  open(): Promise<void>
}

/**
 * Prepares opening the side panel. The browser opens it only within a click, so everything asynchronous is
 * done here, before the click.
 */
export async function prepareSidePanel(): Promise<() => Promise<void>> {
  const sidebar = findSidebar()
  if (sidebar) return () => sidebar.open()
  const { id } = await browser.windows.getCurrent()
  return () => browser.sidePanel.open({ windowId: id ?? browser.windows.WINDOW_ID_CURRENT })
}

/** Opens the panel of a window, within a click. Where the browser refuses, the panel is opened by hand. */
export function openPanelIn(windowId: number | undefined): void {
  const sidebar = findSidebar()
  const opened = sidebar
    ? sidebar.open()
    : browser.sidePanel.open({ windowId: windowId ?? browser.windows.WINDOW_ID_CURRENT })
  opened.catch(() => undefined)
}

/** A click on the toolbar icon opens the panel. */
export function openPanelOnActionClick(): void {
  if (import.meta.env.FIREFOX)
    browser.action.onClicked.addListener(() => void findSidebar()?.open())
  else void browser.sidePanel.setPanelBehavior({ openPanelOnActionClick: true })
}

// Firefox calls it a sidebar, and the types of the browser object are Chromium's.
function findSidebar(): SidebarAction | undefined {
  return (browser as unknown as { sidebarAction?: SidebarAction }).sidebarAction
}
