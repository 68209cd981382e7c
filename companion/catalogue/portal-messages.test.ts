import { expect, test, vi } from 'vitest'
import { createPortalMessages, type PortalMessagesDeps } from './portal-messages.ts'

const ADA = 'ada@example.com'

function open() {
  const clock = { ms: Date.parse('2026-01-01T00:00:00Z') }
  const publish = vi.fn<PortalMessagesDeps['publish']>()
  const messages = createPortalMessages({ publish, now: () => clock.ms })
  return { messages, clock, publish, code: () => messages.list()[0]?.code ?? '' }
}

test('a code works once, however it is typed', () => {
  const { messages, code } = open()
  messages.sendCode(ADA)
  const typed = `${code().slice(0, 4).toLowerCase()}- ${code().slice(4)}`
  expect(messages.useCode(ADA, typed)).toBe(true)
  expect(messages.useCode(ADA, typed)).toBe(false)
})

test('a code ends after ten minutes', () => {
  const { messages, clock, code } = open()
  messages.sendCode(ADA)
  clock.ms += 10 * 60_000
  expect(messages.useCode(ADA, code())).toBe(false)
})

test('after five wrong answers the right one is refused', () => {
  const { messages, code } = open()
  messages.sendCode(ADA)
  for (let tries = 0; tries < 5; tries += 1) expect(messages.useCode(ADA, 'AAAAAAAA')).toBe(false)
  expect(messages.useCode(ADA, code())).toBe(false)
})

test('a code is for its own address, and for the last request', () => {
  const { messages, code } = open()
  messages.sendCode(ADA)
  const first = code()
  expect(messages.useCode('eve@example.com', first)).toBe(false)
  messages.sendCode(ADA)
  expect(messages.useCode(ADA, first)).toBe(false)
  expect(messages.useCode(ADA, code())).toBe(true)
})

test('the announcement has no code, and old messages are dropped', () => {
  const { messages, publish } = open()
  for (let count = 0; count < 60; count += 1) messages.sendCode(`dev-${count}@example.com`)
  expect(messages.list()).toHaveLength(50)
  expect(publish.mock.calls[0]?.[0]).not.toHaveProperty('code')
})

test('one address that asks again and again does not push out the code of another', () => {
  const { messages, code } = open()
  messages.sendCode(ADA)
  const first = code()
  for (let count = 0; count < 60; count += 1) messages.sendCode('eve@example.com')
  expect(messages.useCode(ADA, first)).toBe(true)
})
