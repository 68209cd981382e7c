import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { Learner } from './testing.ts'

const EXAMPLE = 'docs/examples/lesson/the-provider-is-down.yaml'
let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

test('docs/adding-a-lesson.md shows the file that is tested here', async () => {
  const page = await readFile('docs/adding-a-lesson.md', 'utf8')
  const [, block] = /```yaml\n([^`]+)```/.exec(page) ?? []
  expect(block).toBe(await readFile(EXAMPLE, 'utf8'))
})

test('a file in the data directory is a lesson at once, and can be walked', async () => {
  await mkdir(join(lab.dataDir, 'lessons'))
  await copyFile(EXAMPLE, join(lab.dataDir, 'lessons', 'the-provider-is-down.yaml'))
  const learner = await Learner.begin(lab, 'the-provider-is-down')
  await learner.press('Get a new token')
  expect(learner.step.checkpoints[0]?.misses).toHaveLength(1)
  for (const label of ['Begin the outage', 'Get a new token', 'Call with the old token'])
    await learner.press(label)
  expect(learner.states).toEqual(['passed', 'passed'])
  await learner.press('End the outage')
  expect(learner.progress.finished_at).toBeDefined()
})
