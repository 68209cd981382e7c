import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
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

/** Tyk refuses some definitions when they are loaded, and then answers 404; so does this program. */
async function load(definitions: readonly Record<string, unknown>[]): Promise<void> {
  try {
    await companion.client.importDefinitions({ body: { definitions: [...definitions] } })
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'INPUT_INVALID') throw thrown
  }
}

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
    const gateway = new URL(companion.companion.addresses.gateway)
    const differences = await replayCase({ gateway, upstream, load }, recorded)
    expect(differences.filter((text) => !listed.includes(Number.parseInt(text, 10)))).toEqual([])
    expect(new Set(differences.map((text) => Number.parseInt(text, 10)))).toEqual(new Set(listed))
  },
)
