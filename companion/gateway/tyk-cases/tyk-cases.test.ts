import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestCompanion, startTestCompanion } from '../../test-companion.ts'
import { type EchoUpstream, openEchoUpstream } from './echo-upstream.ts'
import { replayCase } from './replay-case.ts'
import type { TykCase } from './tyk-case.ts'

const directory = new URL('recorded/', import.meta.url)
const CASES = readdirSync(directory).map(
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

test.each(CASES)('$id is answered as by Tyk 5.14.0', { timeout: 60_000 }, async (recorded) => {
  expect(await replayCase({ companion, upstream }, recorded)).toEqual([])
})
