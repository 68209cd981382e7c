import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { Lesson, type LessonProblem } from '#shared/contract/lesson.ts'
import { listSteps } from '#shared/journeys/read-steps.ts'
import { DIALECTS } from '#shared/idp/dialects.ts'
import type * as z from '#shared/zod.ts'

/** A lesson, or the mistake in its file. */
export interface LoadedLesson {
  id: string
  lesson?: Lesson
  problem?: LessonProblem
}

/**
 * Reads the text of a lesson file. A mistake is a value: the other lessons work, and the page shows line
 * and reason in the place of this one.
 */
export function readLesson(id: string, text: string): LoadedLesson {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const file = `${id}.yaml`
  const fail = (line: number | undefined, reason: string): LoadedLesson => ({
    id,
    problem: { file, ...(line !== undefined && { line }), reason },
  })
  const [error] = document.errors
  if (error) return fail(error.linePos?.[0].line, error.message.split('\n')[0] ?? error.message)
  const { value, refusal } = readValue(document)
  if (refusal !== undefined) return fail(undefined, refusal)
  const result = Lesson.safeParse({ ...value, id })
  if (!result.success) {
    const { issues } = result.error
    // A value that is wrong is nearer to what was just typed than a member that is missing.
    const issue = issues.find(({ path }) => document.hasIn(path.map(toKey))) ?? issues[0]
    if (!issue) return fail(undefined, 'The file does not have the shape of a lesson.')
    return fail(findLine(document, lines, issue.path), describe(issue))
  }
  const problem = findStrangeStep(result.data)
  if (!problem) return { id, lesson: result.data }
  return fail(findLine(document, lines, problem.path), problem.reason)
}

/**
 * The values of a document. Anchors may multiply into gigabytes, or refer to themselves; the library counts
 * them, and a value without an end has no JSON.
 */
function readValue(document: Document.Parsed): { value?: object; refusal?: string } {
  try {
    const value = document.toJS() as object
    JSON.stringify(value)
    return { value }
  } catch (thrown) {
    return {
      refusal: `Its anchors and aliases (& and *) cannot be followed: ${(thrown as Error).message.split('\n')[0]}`,
    }
  }
}

function describe({ path, message }: z.core.$ZodIssue): string {
  const place = path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join(' › ')
  return place === '' ? message : `${place}: ${message}`
}

/** The line of a value, or of the nearest value around it that the file has. */
function findLine(
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length).map(toKey), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return undefined
}

function toKey(part: PropertyKey): string | number {
  return typeof part === 'number' ? part : String(part)
}

/** A step that the journey of the lesson does not have. */
function findStrangeStep(
  lesson: Lesson,
): { path: readonly PropertyKey[]; reason: string } | undefined {
  const { journey, dialect } = lesson
  const kind = { journey, target: 'embedded', provider: DIALECTS[dialect].provider } as const
  const known = new Set<string>(listSteps(kind).map(({ id }) => id))
  for (const { path, step } of listNamedSteps(lesson))
    if (!known.has(step)) return { path, reason: `The journey "${journey}" has no step "${step}".` }
  return undefined
}

function listNamedSteps(lesson: Lesson): { path: readonly PropertyKey[]; step: string }[] {
  const { walked_to } = lesson
  const named = walked_to === undefined ? [] : [{ path: ['walked_to'], step: walked_to }]
  const inSteps = lesson.steps.flatMap((step, number) => [
    ...step.actions.flatMap((action, at) =>
      action.do === 'step'
        ? [{ path: ['steps', number, 'actions', at, 'step'], step: action.step }]
        : [],
    ),
    ...step.checkpoints.flatMap((checkpoint, at) =>
      checkpoint.see === 'step'
        ? [{ path: ['steps', number, 'checkpoints', at, 'step'], step: checkpoint.step }]
        : [],
    ),
  ])
  return [...named, ...inSteps]
}
