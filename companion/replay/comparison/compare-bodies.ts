import { diffLines } from 'diff'
import microdiff from 'microdiff'
import type { AttemptComparison } from '#shared/contract/replay/attempt-comparison.ts'
import type { ReplayAnswer } from '#shared/contract/replay/attempt.ts'

type ComparedBodies = AttemptComparison['body']
type Body = ReplayAnswer['body']

/** Beyond this many edits a list of lines says nothing any more. */
const MAX_EDITS = 4000
const TIMEOUT_MS = 500
const MAX_MEMBERS = 500
/** Members inside of members; what is deeper is compared as text. */
const DEEPEST = 200
const NOT_TEXT = /^\d+ bytes of /

/** Two bodies: as JSON where both are, else line by line; whole bodies are told apart by their digests. */
export function compareBodies(before: Body, after: Body): ComparedBodies {
  if (!before && !after)
    return { kind: 'none', is_same: true, is_partly: false, members: [], lines: [] }
  const both = { is_same: isEqual(before, after), is_partly: isPartly(before, after) }
  const left = before?.text ?? ''
  const right = after?.text ?? ''
  if (NOT_TEXT.test(left) || NOT_TEXT.test(right))
    return {
      kind: 'bytes',
      ...both,
      members: [],
      lines: [],
      note: 'The bodies are no text.',
    }
  const values = [readJson(before), readJson(after)] as const
  const isJson = values.every((value) => value !== undefined)
  const { lines, note } = isJson
    ? compareLines(layOut(values[0]), layOut(values[1]))
    : compareLines(left, right)
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...(before?.is_truncated === true || after?.is_truncated === true
      ? ['Only the first 64 KiB of a body are kept and compared line by line.']
      : []),
  ]
  return {
    kind: isJson ? 'json' : 'text',
    ...both,
    members: isJson ? compareMembers(values[0], values[1]) : [],
    lines,
    ...(notes.length > 0 && { note: notes.join(' ') }),
  }
}

function isEqual(before: Body, after: Body): boolean {
  if (before?.sha256 !== undefined && after?.sha256 !== undefined)
    return before.sha256 === after.sha256
  return before?.text === after?.text && before?.size_bytes === after?.size_bytes
}

/** Without the digests of both, what was not kept could differ. */
function isPartly(before: Body, after: Body): boolean {
  if (before?.sha256 !== undefined && after?.sha256 !== undefined) return false
  return [before, after].some(
    (body) => body?.is_truncated === true || NOT_TEXT.test(body?.text ?? ''),
  )
}

/** Laid out, so that a difference is a line of its own. */
function layOut(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function readJson(body: Body): unknown {
  if (!body || body.is_truncated || isDeep(body.text)) return undefined
  try {
    return JSON.parse(body.text)
  } catch {
    return undefined
  }
}

/** Nested so deep that laying it out would take gigabytes, and comparing it would overflow. */
function isDeep(text: string): boolean {
  let depth = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1
    if (depth > DEEPEST) return true
  }
  return false
}

function compareMembers(before: unknown, after: unknown): ComparedBodies['members'] {
  // Wrapped, since a body may be an array on one side and an object, or a plain value, on the other.
  return microdiff({ body: before }, { body: after }, { cyclesFix: false })
    .slice(0, MAX_MEMBERS)
    .map((difference) => {
      const path = difference.path.slice(1).map((part) => `/${escapePointer(String(part))}`)
      const isNew = difference.type === 'CREATE'
      const isGone = difference.type === 'REMOVE'
      return {
        path: path.join(''),
        change: isNew ? 'new' : isGone ? 'gone' : 'changed',
        ...(!isNew && { before: JSON.stringify(difference.oldValue) }),
        ...(!isGone && { after: JSON.stringify(difference.value) }),
      }
    })
}

/** @see [RFC 6901 §3](https://www.rfc-editor.org/rfc/rfc6901.html#section-3) */
function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}

function compareLines(before: string, after: string): Pick<ComparedBodies, 'lines' | 'note'> {
  const parts = diffLines(before, after, { maxEditLength: MAX_EDITS, timeout: TIMEOUT_MS })
  if (!parts) return { lines: [], note: 'The bodies differ too much to be shown line by line.' }
  return {
    lines: parts.flatMap(({ value, added, removed }) =>
      value
        .replace(/\n$/, '')
        .split('\n')
        .map((text) => ({ change: added ? 'new' : removed ? 'gone' : 'same', text }) as const),
    ),
  }
}
