import { expect, test } from 'vitest'
import { createHopFilter } from './hop-by-hop.ts'

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
  expect(createHopFilter([])(name)).toBe(true)
  expect(createHopFilter(['keep-alive'])(name)).toBe(true)
  expect(createHopFilter(['x-a'])(name)).toBe(true)
})

test('what Connection names ends here, in any letter case and with spaces around it', () => {
  const isHop = createHopFilter(['X-A , x-b', 'X-C'])
  expect(['x-a', 'x-b', 'x-c', 'x-d'].map(isHop)).toEqual([true, true, true, false])
})

test('a field named beside close or keep-alive ends here, too', () => {
  expect(createHopFilter(['close', 'x-a'])('x-a')).toBe(true)
  for (const value of ['Keep-Alive, x-a', 'x-a, keep-alive', 'x-a,close', 'closex, x-a'])
    expect(createHopFilter([value])('x-a')).toBe(true)
})

test('close and keep-alive by themselves name no field', () => {
  expect(createHopFilter(['close'])('close')).toBe(false)
  expect(createHopFilter(['Close', 'keep-alive'])('close')).toBe(false)
})
