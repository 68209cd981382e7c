import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestCompanion, startTestCompanion } from '../../../test-companion.ts'
import { type EchoUpstream, openEchoUpstream } from './echo-upstream.ts'
import { CASES, DELIBERATE } from './deliberate.ts'
import { TYK_DIFFERENCES } from '../tyk-differences.ts'
import { WIRE_DIFFERENCES } from '../wire-differences.ts'
import { replayCase } from './replay-case.ts'
import type { TykCase } from './tyk-case.ts'

const directory = new URL('recorded/', import.meta.url)
const recordings = readdirSync(directory).map(
  (file) => JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as TykCase,
)

let companion: TestCompanion
let upstream: EchoUpstream

beforeAll(async () => {
  upstream = await openEchoUpstream()
  companion = await startTestCompanion()
})

afterAll(async () => {
  await companion.stop()
  upstream.close()
})

test('all recorded cases are here', () => {
  expect(recordings).toHaveLength(CASES)
  const known = [...TYK_DIFFERENCES, ...WIRE_DIFFERENCES].map(({ id }) => id)
  expect(known).toEqual(expect.arrayContaining(Object.values(DELIBERATE).flatMap(Object.keys)))
})

test.each(recordings)(
  '$id is answered as by Tyk 5.14.0, but for what is listed',
  { timeout: 60_000 },
  async (recorded) => {
    const listed = Object.values(DELIBERATE[recorded.id] ?? {}).flat()
    const differences = await replayCase({ companion, upstream }, recorded)
    expect(differences.filter((text) => !listed.includes(Number.parseInt(text, 10)))).toEqual([])
    expect(new Set(differences.map((text) => Number.parseInt(text, 10)))).toEqual(new Set(listed))
  },
)
