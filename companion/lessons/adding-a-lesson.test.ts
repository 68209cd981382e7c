import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
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
  await mkdir(join(lab.dataDir, 'lessons'), { recursive: true })
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

const HALF_MENDED = `title: Half mended
audience: testers
minutes: 1
lead: What cannot be mended is not said to be.
goals: [See it.]
steps:
  - title: Break
    what: It is broken.
    minutes: 1
    actions: [{ do: stop_scenario, label: Set everything right }]
    failure:
      label: Break it
      actions: [{ do: start_scenario, label: Break it, name: iat-exhausted }]
      repair:
        - { do: step, label: Register client, step: register-client }
        - { do: stop_scenario, label: Set everything right }
    take_home: It was.
take_home: [It was.]
`

test('a repair that fails is not called repaired, and says why', async () => {
  await mkdir(join(lab.dataDir, 'lessons'), { recursive: true })
  await writeFile(join(lab.dataDir, 'lessons', 'half-mended.yaml'), HALF_MENDED)
  const learner = await Learner.begin(lab, 'half-mended')
  await learner.play('failure')
  expect(await learner.play('repair')).toMatch(/API token/)
  expect(learner.step.failure).toBe('played')
  await lab.client.leaveLesson({ params: { lesson: 'half-mended' } })
})
