import { expect, test, vi } from 'vitest'
import { relayPage } from './relay-page.ts'

const message = { type: 'page.found', text: 'Client ID: a\nClient secret: b' }
const sender = {
  isOwnExtension: true,
  isTopFrameOfTab: true,
  url: 'https://portal.example.com/clients/1',
}

function relay(change: { message?: unknown; sender?: object; allowed?: readonly string[] }) {
  const addCapture = vi.fn<(text: string, url: string | undefined) => Promise<void>>(async () => {})
  const listAllowedHosts = async () => change.allowed ?? ['https://portal.example.com/*']
  const answer = relayPage(
    change.message ?? message,
    { ...sender, ...change.sender },
    { listAllowedHosts, addCapture },
  )
  return { answer, addCapture }
}

test('what an allowed page shows waits', async () => {
  const { answer, addCapture } = relay({})
  expect(await answer).toBe(true)
  expect(addCapture).toHaveBeenCalledWith(message.text, sender.url)
})

test.each([
  ['of a host that is not allowed', { allowed: ['https://other.example.com/*'] }],
  ['of another scheme', { sender: { url: 'http://portal.example.com/' } }],
  ['from a frame', { sender: { isTopFrameOfTab: false } }],
  ['from another extension', { sender: { isOwnExtension: false } }],
  ['without an address', { sender: { url: undefined } }],
  ['of another form', { message: { ...message, more: 1 } }],
])('a message %s is refused', async (_case, change) => {
  const { answer, addCapture } = relay(change)
  expect(await answer).toBe(false)
  expect(addCapture).not.toHaveBeenCalled()
})
