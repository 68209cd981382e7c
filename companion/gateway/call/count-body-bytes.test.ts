import { afterEach, expect, test, vi } from 'vitest'
import { countBodyBytes } from './count-body-bytes.ts'

const MIB = 1024 * 1024

afterEach(() => vi.unstubAllGlobals())

test('the young generation is collected once for each 8 MiB of bodies', () => {
  const gc = vi.fn()
  vi.stubGlobal('gc', gc)

  for (let mib = 0; mib < 24; mib += 1) countBodyBytes(MIB)

  expect(gc.mock.calls).toEqual([[{ type: 'minor' }], [{ type: 'minor' }], [{ type: 'minor' }]])
})

test('a program that does not expose gc is left alone', () => {
  vi.stubGlobal('gc', undefined)

  expect(() => countBodyBytes(9 * MIB)).not.toThrow()
})
