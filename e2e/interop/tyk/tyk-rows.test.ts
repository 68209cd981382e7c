import { afterAll, beforeAll, expect, test } from 'vitest'
import { DELIBERATE } from '../../../companion/gateway/test/tyk-cases/deliberate.ts'
import { startTestCompanion, type TestCompanion } from '../../../companion/test-companion.ts'
import { type RowResult, runRow } from '../row.ts'
import type { Scene } from '../scene.ts'
import { DOUBLE_SECRET, openLabAsTykDouble } from './testing/lab-as-tyk-double.ts'
import { openTykControl } from './tyk-control.ts'
import { tykRows } from './tyk-rows.ts'

let lab: TestCompanion
let other: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
  other = await startTestCompanion()
})

afterAll(async () => {
  await lab.stop()
  await other.stop()
})

async function walk(
  double: Awaited<ReturnType<typeof openLabAsTykDouble>>,
  secret = DOUBLE_SECRET,
  names: RegExp = /./,
): Promise<RowResult[]> {
  const apiUrl = other.companion.addresses.gateway
  const control = openTykControl({ url: double.url, secret, apiUrl })
  const scene = { lab: { client: lab.client } } as unknown as Scene
  const results: RowResult[] = []
  for (const row of tykRows(() => control, '5.14.0'))
    if (names.test(row.name)) results.push(await runRow(row, scene))
  double.close()
  return results
}

const ends = (results: RowResult[], name: RegExp) =>
  results.find((row) => name.test(row.name))?.seen.ends

test(
  'pushed, called, pulled, replayed, removed (this gateway as a double of Tyk)',
  { timeout: 180_000 },
  async () => {
    const standing = { id: 'standing', name: 'Standing', access_rights: {} }
    await other.client.importDefinitions({ body: { definitions: [standing] } })
    const results = await walk(await openLabAsTykDouble(other))
    const wrong = results.filter(({ faults }) => faults.length > 0)
    expect(wrong.map(({ name }) => name)).toEqual(['the recorded cases'])
    // Where this gateway is not Tyk on purpose.
    const listed = Object.keys(DELIBERATE).length
    expect(ends(results, /recorded/)).toMatch(new RegExp(`^${37 - listed} of 37 cases`))
    expect((await other.client.listPolicies()).map(({ id }) => id)).toEqual(['standing'])
    expect(await other.client.listApis()).toEqual([])
  },
)

test('a policy that is taken and never read is dead, and the calls say so (double of Tyk)', async () => {
  const double = await openLabAsTykDouble(other, { forgets: 'policies' })
  const results = await walk(double, DOUBLE_SECRET, /push|calls|clean-up/)
  expect(ends(results, /push/)).toBe('not ok: api live, policy dead')
  expect(ends(results, /calls/)).not.toContain('good token 200')
  expect(ends(results, /clean-up/)).toBe('nothing of it is left')
})

test('a wrong secret passes no row but the one that has nothing to remove (double of Tyk)', async () => {
  const double = await openLabAsTykDouble(other)
  const results = await walk(double, 'wrong-secret-for-the-double', /Gateway API|push|calls|pull/)
  expect(results.filter(({ faults }) => faults.length === 0)).toEqual([])
})
