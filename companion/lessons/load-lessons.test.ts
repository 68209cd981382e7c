import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadScenarios } from '../scenarios/load-scenarios.ts'
import { breakSignature } from './break-signature.ts'
import { findLessonFolder, loadLessons } from './load-lessons.ts'
import { readLesson } from './read-lesson.ts'

const LESSON = `title: A lesson
audience: testers
minutes: 3
lead: One call.
goals: [See one call.]
steps:
  - title: Call
    what: A call is made.
    minutes: 3
    actions:
      - { do: call, label: Call the API }
    take_home: Calls are made.
take_home: [Calls are made.]
`

test('every lesson of the project can be read, and its minutes are those of its steps', () => {
  const lessons = loadLessons([findLessonFolder()])
  expect(lessons.map(({ problem }) => problem).filter(Boolean)).toEqual([])
  expect(lessons.map(({ id }) => id)).toEqual([
    'a-refused-token',
    'from-sign-up-to-200',
    'key-rotation',
  ])
  for (const { lesson } of lessons) {
    const minutes = lesson?.steps.reduce((sum, step) => sum + step.minutes, 0)
    expect(minutes, lesson?.title).toBe(lesson?.minutes)
  }
})

test('every scenario that a lesson starts is a scenario of the project', () => {
  const known = new Set(loadScenarios().map(({ name }) => name))
  const started = loadLessons([findLessonFolder()]).flatMap(
    ({ lesson }) =>
      lesson?.steps
        .flatMap(({ begin, actions, failure }) => [
          ...begin,
          ...actions,
          ...(failure?.actions ?? []),
        ])
        .flatMap((action) => (action.do === 'start_scenario' ? [action.name] : [])) ?? [],
  )
  expect(started.length).toBeGreaterThan(0)
  expect(started.filter((name) => !known.has(name))).toEqual([])
})

test.each([
  ['no YAML', LESSON.replace('minutes: 3\nlead', 'minutes: [3\nlead'), 4, /flow/i],
  ['a wrong number', LESSON.replace('minutes: 3\nlead', 'minutes: soon\nlead'), 3, /minutes/],
  ['an unknown kind of action', LESSON.replace('do: call', 'do: dance'), 11, /actions/],
  ['a missing member', LESSON.replace('    what: A call is made.\n', ''), 7, /what/],
  [
    'a step of another journey',
    LESSON.replace('do: call, label: Call the API', 'do: step, label: Go, step: delete-client'),
    11,
    /has no step "delete-client"/,
  ],
])('%s is told with line and reason', (_case, text, line, reason) => {
  const { lesson, problem } = readLesson('broken', text)
  expect(lesson).toBeUndefined()
  expect(problem).toMatchObject({
    file: 'broken.yaml',
    line,
    reason: expect.stringMatching(reason),
  })
})

test('a broken file leaves the others alone, and one’s own file takes the place of a packed one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dcr-lessons-'))
  await writeFile(join(folder, 'broken.yaml'), 'title: [')
  await writeFile(join(folder, 'key-rotation.yaml'), LESSON)
  const lessons = loadLessons([findLessonFolder(), folder, join(folder, 'missing')])
  expect(lessons.map(({ id, lesson }) => [id, lesson?.title])).toEqual([
    ['a-refused-token', 'A token that is refused, and why'],
    ['from-sign-up-to-200', 'From sign-up to a 200'],
    ['key-rotation', 'A lesson'],
    ['broken', undefined],
  ])
  await rm(folder, { recursive: true })
})

test('a broken signature differs in its first character only', () => {
  expect(breakSignature('aa.bb.Abc')).toBe('aa.bb.Bbc')
  expect(breakSignature('aa.bb.xyz')).toBe('aa.bb.Ayz')
})

test.each([
  [
    'aliases that multiply',
    'a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n',
  ],
  ['an alias of nothing', 'a: *nothing\n'],
  [
    'inputs that hold themselves',
    LESSON.replace(
      'do: call, label: Call the API',
      'do: step, label: Go, step: call-api, inputs: &a { a: *a }',
    ),
  ],
])('%s are a mistake of this lesson only', (_case, text) => {
  const { problem } = readLesson('bad', text)
  expect(problem?.reason).toMatch(/^Its anchors and aliases \(& and \*\) cannot be followed: /)
})

test('a folder with the name of a lesson is a mistake of this lesson only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dcr-lessons-'))
  await mkdir(join(folder, 'odd.yaml'))
  await writeFile(join(folder, 'good.yaml'), LESSON)
  const [good, odd] = loadLessons([folder])
  expect(good?.lesson?.title).toBe('A lesson')
  expect(odd?.problem?.reason).toMatch(/^The file cannot be read: /)
  await rm(folder, { recursive: true })
})
