import { expect, test } from 'vitest'
import { isHopByHop, readNominated } from './hop-by-hop.ts'

/** Whether a field ends at a server that read these values of `Connection`. */
const ends = (name: string, ...values: string[]) =>
  isHopByHop(name, readNominated(values.flatMap((value) => ['Connection', value])))

test.each([
  'connection',
  'proxy-connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])('%s ends here, whatever Connection says', (name) => {
  expect([ends(name), ends(name, 'keep-alive'), ends(name, 'x-a')]).toEqual([true, true, true])
})

test('what Connection names ends here, in any letter case and with spaces around it', () => {
  const values = ['X-A , x-b', 'X-C']
  const ended = ['x-a', 'x-b', 'x-c', 'x-d'].map((name) => ends(name, ...values))
  expect(ended).toEqual([true, true, true, false])
})

test('a field named beside close or keep-alive ends here, too', () => {
  for (const value of ['Keep-Alive, x-a', 'x-a, keep-alive', 'x-a,close', 'closex, x-a'])
    expect(ends('x-a', value)).toBe(true)
  expect(ends('x-a', 'close', 'x-a')).toBe(true)
})

test('close and keep-alive by themselves name no field', () => {
  expect(readNominated(['Connection', 'Close', 'CONNECTION', 'Keep-Alive'])).toBeUndefined()
})

test('only Connection names fields', () => {
  expect(readNominated(['Connections', 'x-a', 'Collection', 'x-a'])).toBeUndefined()
  expect(readNominated(['connection', 'x-a', 'X-B', 'x-c'])).toEqual(new Set(['x-a']))
})
