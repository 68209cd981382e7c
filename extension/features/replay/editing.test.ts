import { signal } from '@preact/signals'
import { expect, test, vi } from 'vitest'
import type { Attempt } from '#shared/contract/replay/attempt.ts'
import { createEditing } from './editing.ts'
import { BLANK, type Draft, joinAttempt } from './replay-draft.ts'

function createEditor(first: Draft = BLANK) {
  const draft = signal(first)
  const editing = createEditing({ draft, onEdit: vi.fn(), onOpen: vi.fn() })
  return { draft, ...editing }
}

test('a request that another one takes the place of can be brought back', () => {
  const { draft, aside, edit, openRequest, bringBack } = createEditor()
  edit({ url: '/typed' })
  openRequest(BLANK)
  expect(draft.value).toBe(BLANK)
  expect(aside.value?.request.url).toBe('/typed')
  bringBack()
  expect(draft.value.request.url).toBe('/typed')
  expect(aside.value).toBeUndefined()
})

test('a blank request is not worth keeping, and takes no better one’s place', () => {
  const { aside, edit, openRequest } = createEditor()
  edit({ url: '/typed' })
  openRequest(BLANK)
  openRequest({ ...BLANK, name: 'Imported' })
  expect(aside.value?.request.url).toBe('/typed')
})

const ATTEMPT = {
  thread: 'thread-1',
  request: { ...BLANK.request, url: '/as-it-was-sent' },
} as Attempt

test('an answer brings the request as it was sent, with references for its secrets', () => {
  const joined = joinAttempt({ sent: BLANK, now: BLANK, attempt: ATTEMPT })
  expect(joined).toMatchObject({ thread: 'thread-1', request: { url: '/as-it-was-sent' } })
})

test('what was typed while a request was on its way stays', () => {
  const now = { ...BLANK, request: { ...BLANK.request, url: '/typed-meanwhile' } }
  const joined = joinAttempt({ sent: BLANK, now, attempt: ATTEMPT })
  expect(joined).toMatchObject({ thread: 'thread-1', request: { url: '/typed-meanwhile' } })
})

test('an answer does not take the place of another request', () => {
  const now = { ...BLANK, name: 'Imported' }
  expect(joinAttempt({ sent: BLANK, now, attempt: ATTEMPT })).toBeUndefined()
})
