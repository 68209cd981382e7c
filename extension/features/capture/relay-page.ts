import type { MessageSender } from '../../platform/messages.ts'
import { PageFound } from './pending-capture.ts'

export interface RelayPageDeps {
  /** Patterns such as `https://portal.example.com/*`. */
  listAllowedHosts: () => Promise<readonly string[]>
  addCapture: (text: string, url: string | undefined) => Promise<void>
}

/**
 * Lets what the content script saw on an allowed host wait for the person's word.
 *
 * @returns Whether it waits.
 */
export async function relayPage(
  message: unknown,
  sender: MessageSender,
  { listAllowedHosts, addCapture }: RelayPageDeps,
): Promise<boolean> {
  const found = PageFound.safeParse(message)
  if (!found.success || !sender.isOwnExtension || !sender.isTopFrameOfTab) return false
  if (sender.url === undefined || !URL.canParse(sender.url)) return false
  const { origin, host, protocol } = new URL(sender.url)
  const allowed = await listAllowedHosts()
  const isAllowed = allowed.some(
    (pattern) => pattern === `${origin}/*` || pattern === `${protocol}//${host.split(':')[0]}/*`,
  )
  if (!isAllowed) return false
  await addCapture(found.data.text, sender.url)
  return true
}
