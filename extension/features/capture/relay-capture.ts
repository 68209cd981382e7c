import type { ApiClient } from '#shared/contract/api-client.ts'
import * as z from '#shared/zod.ts'
import type { MessageSender } from '../../platform/messages.ts'

const Capture = z.strictObject({
  type: z.literal('capture'),
  client_id: z.string().min(1).max(300),
  client_secret: z.string().min(1).max(4096),
  catalogue_entry: z.string().min(1).max(200),
})

export interface CaptureDeps {
  /** A client of the paired companion, or `undefined` when there is none. */
  findApi: () => Promise<Pick<ApiClient, 'getStatus' | 'captureCredentials'> | undefined>
}

/**
 * Passes credentials from the portal's page to the companion. Any page on this machine can hold such
 * markup, so it must come from our own content script in a tab whose origin is the companion's portal.
 *
 * @returns Whether the companion took the credentials.
 */
export async function relayCapture(
  message: unknown,
  sender: MessageSender,
  deps: CaptureDeps,
): Promise<boolean> {
  const capture = Capture.safeParse(message)
  if (!capture.success || !sender.isOwnExtension || !sender.isTopFrameOfTab) return false
  const api = await deps.findApi()
  if (!api) return false
  const { addresses } = await api.getStatus()
  if (readOrigin(sender.url) !== readOrigin(addresses.portal)) return false
  const { type: _type, ...body } = capture.data
  await api.captureCredentials({ body })
  return true
}

function readOrigin(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined
}
