import { beforeAll, expect, test } from 'vitest'
import { findHarProblems } from '#shared/exports/testing/find-har-problems.ts'
import { readAttachment, runSuite, type SuiteRun } from './run-suite.ts'

let run: SuiteRun

beforeAll(async () => {
  run = await runSuite('failures.spec.ts')
}, 120_000)

test('a failed assertion says what was expected, what came, and what helps', () => {
  const [error] = get('fails after a walk').errors
  expect(error?.message).toContain('Expected: allowed')
  expect(error?.message).toContain('refused at check token_shape')
  expect(error?.message).toMatch(/Hint: +The token was damaged/)
})

test('the exchanges of an action are steps below it', () => {
  const titles = listTitles(get('fails after a walk').steps)
  expect(titles).toEqual(
    expect.arrayContaining([
      'Step 1: api-token',
      expect.stringMatching(/^Register client: POST \/oauth2\/v1\/clients → 201$/),
      expect.stringMatching(/^Get token: POST \/oauth2\/default\/v1\/token → 200$/),
      'Call GET /okta-api/headers',
    ]),
  )
})

test('the journey is attached as HAR, Markdown and JSON', () => {
  const result = get('fails after a walk')
  const har = JSON.parse(readAttachment(result, 'journey.har')) as object
  expect(findHarProblems(har)).toEqual([])
  const page = readAttachment(result, 'journey.md')
  expect(page).toContain('# fails after a walk')
  expect(page).toContain('check `token_shape`')
  expect(JSON.parse(readAttachment(result, 'journey.json'))).toMatchObject({
    format: 'dcr-lab-journey',
    runs: [{ journey: 'dcr' }, { journey: 'dcr' }],
    verdicts: [{ is_allowed: false }],
  })
})

test('no secret of a failed test is in its errors, steps or attachments', () => {
  const failed = ['fails after a walk', 'prints no secret in a comparison'].map(get)
  const printed = [...run.output.matchAll(/^CANARY (.*)$/gm)].flatMap(
    ([, text = '[]']) => JSON.parse(text) as string[],
  )
  const canaries = [...new Set(printed)]
  expect(canaries).toHaveLength(4)
  const shown = failed.flatMap((result) => [
    JSON.stringify([result.errors, result.steps]),
    ...['journey.md', 'journey.har', 'journey.json'].map((name) => readAttachment(result, name)),
  ])
  for (const text of shown)
    for (const canary of ['access_token=canary', ...canaries]) expect(text).not.toContain(canary)
})

test('a test over its budget fails with the names of its clients', () => {
  const { errors } = get('is over its budget')
  expect(errors).toHaveLength(1)
  expect(errors[0]?.message).toMatch(
    /left 2 clients undeleted, its budget is 1: Second \(\w+\), First \(\w+\)/,
  )
})

test('a test that times out is cleaned up after, and reported', () => {
  const hung = get('hangs')
  expect(hung.errors.map(({ message }) => message)).toEqual([
    expect.stringContaining('Test timeout of 3000ms exceeded'),
  ])
  expect(readAttachment(hung, 'journey.md')).toContain('Register client')
})

function get(title: string): SuiteRun['results'][string] {
  const result = run.results[title]
  if (!result) throw new Error(`There is no test "${title}":\n${run.output}`)
  return result
}

type Steps = SuiteRun['results'][string]['steps']

function listTitles(steps: Steps): string[] {
  return (steps ?? []).flatMap((step) => [step.title, ...listTitles(step.steps)])
}
