import { expect, test } from 'vitest'
import { createAdapterFactory } from './memory-adapter.ts'
import { keepLabTime } from './engine-time.ts'

function open() {
  let aheadMs = 0
  const now = (): number => Date.now() + aheadMs
  const client = { client_id: 'c', client_secret_expires_at: seconds() + 60 }
  const forever = { client_id: 'f', client_secret_expires_at: 0 }
  const factory = keepLabTime(
    createAdapterFactory((id) => (id === 'c' ? client : forever), now),
    now,
  )
  return {
    codes: factory('AuthorizationCode'),
    sessions: factory('Session'),
    clients: factory('Client'),
    move: (aheadSeconds: number) => {
      aheadMs = aheadSeconds * 1000
    },
  }
}

const seconds = (): number => Math.floor(Date.now() / 1000)

test('an entry ends when the lab’s clock passes its end, and is there again when that is set back', async () => {
  const { codes, move } = open()
  const exp = seconds() + 60
  await codes.upsert('a', { exp }, 60)
  expect((await codes.find('a'))?.exp).toBe(exp)
  move(61)
  expect(await codes.find('a')).toBeUndefined()
  move(0)
  expect((await codes.find('a'))?.exp).toBe(exp)
})

test('the engine reads its own clock: what is stored ahead reads as if it were now', async () => {
  const { sessions, move } = open()
  const [iat, loginTs, exp] = [seconds(), seconds(), seconds() + 60]
  move(3600)
  await sessions.upsert('s', { uid: 'u', iat, loginTs, exp }, 60)
  expect(await sessions.findByUid('u')).toMatchObject({ iat, loginTs, exp })
  move(3610)
  expect(await sessions.find('s')).toMatchObject({ loginTs: loginTs - 10, exp: exp - 10 })
})

test('a code that was used is one that was used', async () => {
  const { codes, move } = open()
  move(-600)
  await codes.upsert('a', { exp: seconds() + 60 }, 60)
  await codes.consume('a')
  expect(Math.abs(Number((await codes.find('a'))?.consumed) - seconds())).toBeLessThan(2)
})

test('a client’s secret ends, and one without an end does not', async () => {
  const { clients, move } = open()
  move(120)
  expect(Number((await clients.find('c'))?.['client_secret_expires_at'])).toBeLessThan(seconds())
  expect((await clients.find('f'))?.['client_secret_expires_at']).toBe(0)
})
