import { afterEach, expect, test, vi } from 'vitest'
import { CLEAN_UP } from '../rows/clean-up-row.ts'
import { namedServer } from './named-server.ts'

afterEach(() => vi.unstubAllEnvs())

const rowsOf = () => namedServer('own', { title: 'Own', provider: 'other' }).rows()

test('a server that wants a token is tried with a wrong one, an open one is not', () => {
  vi.stubEnv('DCR_INTEROP_OWN_TOKEN', '')
  expect(rowsOf().map(({ name }) => name)).not.toContain('doctor: wrong token')
  vi.stubEnv('DCR_INTEROP_OWN_TOKEN', 'initial-access-token')
  expect(rowsOf().map(({ name }) => name)).toContain('doctor: wrong token')
})

test('the clients of a server that another runs are counted in the ledger alone', () => {
  const row = rowsOf().find(({ name }) => name === CLEAN_UP)
  expect(row?.expected.ends).toBe('0 in the ledger')
})
