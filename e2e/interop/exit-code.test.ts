import { expect, test } from 'vitest'
import { chooseExitCode, NOT_TRIED, WRONG } from './exit-code.ts'
import type { RowResult } from './row.ts'

const row = (...faults: string[]): RowResult => ({
  name: 'journey',
  expected: { ends: '200', because: 'of the test' },
  seen: { ends: '200' },
  faults,
})
const tried = { state: 'tried', rows: [row()] } as const

test.each([
  ['all right', [tried, tried], 0],
  ['a wrong row', [tried, { state: 'tried', rows: [row('a fault')] } as const], WRONG],
  ['a broken server', [tried, { state: 'broken', rows: [] } as const], WRONG],
  [
    'a server that was not obtained',
    [tried, { state: 'not obtained', rows: [] } as const],
    NOT_TRIED,
  ],
  ['no server at all', [], NOT_TRIED],
])('%s', (_name, results, code) => {
  expect(chooseExitCode(results)).toBe(code)
})
