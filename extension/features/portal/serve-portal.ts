import { findElement, lookAtPortal } from './look-at-portal.ts'
import { createPointer } from './pointer.ts'
import { type PortalAction, PortalMessage, type PortalView } from './portal-action.ts'

const KEYSTROKE_MS = 35
const LONGEST_TYPING_MS = 900

export interface ServePortalDeps {
  page: Document
  pause: (ms: number) => Promise<void>
}

/**
 * Answers the panel in the portal's page: says what the page shows, points at what comes next, and does
 * it as a person would. A message that names another origin is not carried out.
 *
 * @returns The view of the page, or nothing for a message that is not for it.
 */
export function servePortal({
  page,
  pause,
}: ServePortalDeps): (message: unknown) => Promise<PortalView | undefined> {
  const pointer = createPointer(page)
  const state = { isLeaving: false }
  page.addEventListener('submit', () => (state.isLeaving = true))
  const look = (): PortalView => lookAtPortal(page, state.isLeaving)

  async function act(action: PortalAction, isSlow: boolean): Promise<void> {
    const element = findElement(page, action)
    if (action.kind === 'follow') {
      state.isLeaving = true
      if (element) element.click()
      else page.location.assign(action.path)
      return
    }
    // Slow only while the page is on screen: browsers let hidden pages wait much longer than asked.
    element?.focus()
    if (action.kind === 'fill') await type(element, action.value, isSlow ? pause : undefined)
    else element?.click()
  }

  return async (sent) => {
    const message = PortalMessage.safeParse(sent).data
    if (!message) return undefined
    if (message.type === 'portal.look') return look()
    if (message.origin !== page.location.origin || state.isLeaving) return look()
    if (message.type === 'portal.point')
      pointer.show(message.say, findElement(page, message.action))
    else await act(message.action, message.isSlow && !page.hidden)
    return look()
  }
}

async function type(
  element: HTMLElement | undefined,
  value: string,
  pause: ServePortalDeps['pause'] | undefined,
): Promise<void> {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return
  const perKeyMs = Math.min(KEYSTROKE_MS, LONGEST_TYPING_MS / Math.max(value.length, 1))
  for (let end = pause ? 1 : value.length; end <= value.length; end += 1) {
    element.value = value.slice(0, end)
    element.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await pause?.(perKeyMs)
  }
}
