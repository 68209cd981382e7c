import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { Learner } from './testing.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

const PASSED = ['passed', 'passed']

async function countAlive(): Promise<number> {
  const clients = await lab.client.listRegistrations()
  return clients.filter(({ state }) => ['intent', 'active', 'unknown'].includes(state)).length
}

async function playAndRepair(learner: Learner): Promise<void> {
  expect(await learner.play('failure')).toMatch(/answered 40[01]|^400, refused/)
  expect(learner.step.failure).toBe('played')
  expect(await learner.play('repair')).not.toMatch(/40[01]/)
  expect(learner.step.failure).toBe('repaired')
}

test('a learner walks the seed’s journey, takes a step too early, and ends with a 200', async () => {
  const learner = await Learner.begin(lab, 'from-sign-up-to-200')
  const { steps } = learner.lesson
  expect(steps).toHaveLength(12)
  await learner.goOn()
  expect(await learner.press('Create scope')).toContain('Create an API token')
  expect(learner.states).toEqual(['waiting'])
  learner.progress = await lab.client.goToLessonStep({
    params: { lesson: learner.lesson.id },
    body: { step: 0 },
  })
  for (const [number, { actions, failure }] of steps.entries()) {
    for (const { label } of actions) await learner.press(label)
    expect(new Set(learner.states), steps[number]?.title).toEqual(new Set(['passed']))
    if (failure) await playAndRepair(learner)
    if (number < 11) await learner.goOn()
  }
  expect(learner.progress.finished_at).toBeDefined()
  const { proof } = learner.step.checkpoints[1] ?? {}
  const exchange = await lab.client.getExchange({ params: { exchange: proof?.exchange ?? '' } })
  expect(exchange).toMatchObject({ from: 'gateway', to: 'upstream', response: { status: 200 } })
  await lab.client.leaveLesson({ params: { lesson: learner.lesson.id } })
  expect(await countAlive()).toBe(0)
})

test('a learner breaks a token in five ways, misses first, and sees each way repaired', async () => {
  const learner = await Learner.begin(lab, 'a-refused-token')
  // The wrong action first: the call passes, and the checkpoint says what it saw instead.
  await learner.press('Call the API')
  await learner.press('Call again')
  expect(learner.states).toEqual(['waiting', 'waiting'])
  const [first] = learner.step.checkpoints
  expect(first?.misses).toHaveLength(2)
  expect(first?.instead?.text).toContain('200, let through')
  await learner.press('Two hours ahead')
  expect(await learner.press('Call the API')).toContain('refused at “Check the times”')
  expect(learner.states).toEqual(['passed', 'waiting'])
  // Repaired too early: the clock is still wrong.
  await learner.press('Call again')
  expect(learner.states).toEqual(['passed', 'waiting'])
  expect(learner.step.checkpoints[1]?.misses).toHaveLength(1)
  await learner.press('Set the clock right')
  await learner.press('Call again')
  expect(learner.states).toEqual(PASSED)

  await learner.goOn()
  await learner.press('Call the API')
  expect(learner.step.checkpoints[0]?.misses).toHaveLength(1)
  for (const label of ['Tighten the API', 'Call the API']) await learner.press(label)
  expect(learner.states).toEqual(['passed', 'waiting'])
  for (const label of ['Accept api://default', 'Call again']) await learner.press(label)
  expect(learner.states).toEqual(PASSED)

  await learner.goOn()
  // A 200 from before the refusal does not count as repaired.
  await learner.press('Call with the token as it was')
  await learner.press('Call with a broken signature')
  expect(learner.states).toEqual(['passed', 'waiting'])
  await learner.press('Call with the token as it was')
  expect(learner.states).toEqual(PASSED)

  await learner.goOn()
  for (const label of ['Take the policy away', 'Call the API']) await learner.press(label)
  expect(learner.step.checkpoints[0]?.proof?.text).toContain('403, refused at “Find the policy”')
  for (const label of ['Set the default policy', 'Call again']) await learner.press(label)
  expect(learner.states).toEqual(PASSED)

  await learner.goOn()
  // The old token passes while the scenario is on.
  for (const label of ['Sign with a hidden key', 'Call the API']) await learner.press(label)
  expect(learner.states).toEqual(['waiting', 'waiting', 'waiting'])
  for (const label of ['Get a new token', 'Call the API']) await learner.press(label)
  expect(learner.states).toEqual(['passed', 'waiting', 'waiting'])
  for (const label of ['Publish the key again', 'Get another token', 'Call again'])
    await learner.press(label)
  expect(learner.states).toEqual(['passed', 'passed', 'passed'])
  expect(learner.progress.finished_at).toBeDefined()
})

test('a learner rotates the key with and without overlap', async () => {
  const learner = await Learner.begin(lab, 'key-rotation')
  for (const label of ['Rotate with overlap', 'Fetch the key set anew', 'Call with the old token'])
    await learner.press(label)
  expect(learner.states).toEqual(PASSED)
  await learner.goOn()
  for (const label of ['Get a new token', 'Fetch the key set anew', 'Call with the new token'])
    await learner.press(label)
  expect(learner.states).toEqual(PASSED)
  await learner.goOn()
  // The gateway still has the old set, so the call passes: a miss, and then the hint helps.
  await learner.press('Call with the old token')
  await learner.press('Rotate without overlap')
  await learner.press('Call with the old token')
  expect(learner.step.checkpoints[0]?.misses).toHaveLength(2)
  expect(learner.step.hints).toBe(0)
  learner.progress = await lab.client.openHint({ params: { lesson: 'key-rotation' } })
  expect(learner.step.hints).toBe(1)
  await learner.press('Fetch the key set anew')
  expect(await learner.press('Call with the old token')).toContain('refused at “Find the key”')
  for (const label of ['Get a new token', 'Call with the new token']) await learner.press(label)
  expect(learner.states).toEqual(PASSED)
  expect(learner.progress.finished_at).toBeDefined()
})

test('a call by any program passes a checkpoint, and proof links to its exchange', async () => {
  const learner = await Learner.begin(lab, 'a-refused-token')
  await learner.press('Two hours ahead')
  const run = await lab.client.getRun({ params: { run: learner.progress.run } })
  const secret = run.steps.find(({ id }) => id === 'token')?.result?.facts[0]?.secret ?? ''
  const { value } = await lab.client.revealSecret({ body: { secret } })
  const api = run.steps.find(({ id }) => id === 'api')?.result?.facts
  const answer = await fetch(`${api?.find(({ id }) => id === 'address')?.value}headers`, {
    headers: { authorization: `Bearer ${value}` },
  })
  expect(answer.status).toBe(401)
  await learner.check()
  expect(learner.states).toEqual(['passed', 'waiting'])
  const proof = learner.step.checkpoints[0]?.proof
  expect(proof?.verdict).toBe(answer.headers.get('x-dcr-verdict'))
})

test('skipping is no passing, and the lesson goes on where the person was', async () => {
  const learner = await Learner.begin(lab, 'key-rotation')
  await learner.skip()
  expect(learner.states).toEqual(['skipped', 'skipped'])
  await learner.goOn()
  lab = await lab.restart()
  const { progress } = await lab.client.getLesson({ params: { lesson: 'key-rotation' } })
  expect(progress?.step).toBe(1)
  expect(progress?.steps['0']?.checkpoints.map(({ state }) => state)).toEqual([
    'skipped',
    'skipped',
  ])
})

test('starting over puts clock, scenario and clients right, and keeps nothing of the step', async () => {
  const learner = await Learner.begin(lab, 'a-refused-token')
  await learner.press('Two hours ahead')
  const again = await lab.client.beginLesson({
    params: { lesson: 'a-refused-token' },
    body: { step: 4 },
  })
  expect(again.run).not.toBe(learner.progress.run)
  expect(Object.keys(again.steps)).toEqual(['0', '4'])
  expect((await lab.client.getClock()).offset_seconds).toBe(0)
  await lab.client.leaveLesson({ params: { lesson: 'a-refused-token' } })
  await lab.client.leaveLesson({ params: { lesson: 'key-rotation' } })
  expect(await countAlive()).toBe(0)
  expect(await lab.client.listRuns()).toEqual([])
})

test('two windows that begin a lesson at once leave one run and no client behind', async () => {
  const params = { lesson: 'key-rotation' }
  await Promise.all([1, 2, 3].map(() => lab.client.beginLesson({ params, body: {} })))
  expect(await lab.client.listRuns()).toHaveLength(1)
  expect(await countAlive()).toBe(1)
  await lab.client.leaveLesson({ params })
  expect(await countAlive()).toBe(0)
})

test('a lesson that has not begun, or lost its run, says what to do', async () => {
  const params = { lesson: 'key-rotation' }
  await expect(lab.client.checkLesson({ params })).rejects.toMatchObject({
    code: 'LESSON_NOT_BEGUN',
  })
  const { run } = await lab.client.beginLesson({ params, body: {} })
  await lab.client.deleteRun({ params: { run } })
  await expect(lab.client.doLessonAction({ params, body: {} })).rejects.toMatchObject({
    code: 'LESSON_NOT_BEGUN',
    options: { hint: 'Begin the lesson again.' },
  })
  await lab.client.beginLesson({ params, body: {} })
  await lab.client.leaveLesson({ params })
  await expect(lab.client.getLesson({ params: { lesson: 'nothing' } })).rejects.toMatchObject({
    code: 'RECORD_NOT_FOUND',
  })
})
