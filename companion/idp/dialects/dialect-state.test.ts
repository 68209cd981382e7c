import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAesVault } from '../../secrets/aes-vault.ts'
import { createMemoryIdpRecords } from '../../store/idp-tables.ts'
import { openKeyRing } from '../engine/key-ring.ts'
import { openDialectState } from './dialect-state.ts'

const open = async () => {
  const records = await createMemoryIdpRecords()
  const vault = createAesVault({ id: 'memory', bytes: randomBytes(32) })
  const state = openDialectState({ records, vault, id: 'rfc', now: Date.now })
  return { records, vault, state }
}
const ten = Array.from({ length: 10 }, (_, index) => index)

test('an initial access token for one registration lets one of ten calls at once through', async () => {
  const { state } = await open()
  await state.addInitialToken('once', { uses: 1 })
  const outcomes = await Promise.all(ten.map(() => state.useInitialToken('once')))
  expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'used_up')).toHaveLength(9)
})

test('ten tokens and ten scopes that are saved at once are all kept', async () => {
  const { state } = await open()
  await Promise.all(
    ten.flatMap((at) => [
      state.addInitialToken(`token-${at}`, {}),
      state.saveScope(`scope-${at}`, false),
    ]),
  )
  expect(ten.every((at) => state.hasInitialToken(`token-${at}`))).toBe(true)
  expect(state.scopes()).toHaveLength(10)
})

test('a key ring that is opened twice at once has one key', async () => {
  const { records, vault } = await open()
  const deps = { records: records.keys, vault, dialect: 'rfc', now: Date.now }
  const [one, two] = await Promise.all([openKeyRing(deps), openKeyRing(deps)])
  expect(one.published().map(({ kid }) => kid)).toEqual(two.published().map(({ kid }) => kid))
  expect(one.published()).toHaveLength(1)
})
