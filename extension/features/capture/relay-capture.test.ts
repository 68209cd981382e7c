import { expect, test, vi } from 'vitest'
import type { ApiClient } from '#shared/contract/api-client.ts'
import { relayCapture } from './relay-capture.ts'

const message = {
  type: 'capture',
  client_id: 'c1',
  client_secret: 's1',
  catalogue_entry: 'okta-api',
}
const sender = {
  isOwnExtension: true,
  isTopFrameOfTab: true,
  url: 'http://127.0.0.1:8793/apis/okta-api/final',
}

function relay(change: { message?: unknown; sender?: object; paired?: boolean }) {
  const captureCredentials = vi.fn<() => Promise<object>>(async () => ({}))
  const getStatus = async () => ({ addresses: { portal: 'http://127.0.0.1:8793' } })
  const api = { captureCredentials, getStatus } as unknown as ApiClient
  const answer = relayCapture(
    change.message ?? message,
    { ...sender, ...change.sender },
    { findApi: async () => (change.paired === false ? undefined : api) },
  )
  return { answer, captureCredentials }
}

test('credentials from the portal page reach the companion', async () => {
  const { answer, captureCredentials } = relay({})
  expect(await answer).toBe(true)
  expect(captureCredentials).toHaveBeenCalledWith({
    body: { client_id: 'c1', client_secret: 's1', catalogue_entry: 'okta-api' },
  })
})

test.each([
  ['from another port', { sender: { url: 'http://127.0.0.1:8794/' } }],
  ['from a page without an address', { sender: { url: undefined } }],
  ['from a frame', { sender: { isTopFrameOfTab: false } }],
  ['from another extension', { sender: { isOwnExtension: false } }],
  ['of another type', { message: { ...message, type: 'getToken' } }],
  ['with a member too many', { message: { ...message, token: 'x' } }],
  ['that is no object', { message: 'capture' }],
  ['while unpaired', { paired: false }],
])('a message %s is refused', async (_case, change) => {
  const { answer, captureCredentials } = relay(change)
  expect(await answer).toBe(false)
  expect(captureCredentials).not.toHaveBeenCalled()
})
