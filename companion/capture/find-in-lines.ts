import { findInJson } from './find-in-json.ts'
import type { Found } from './found.ts'

/** Labels of pages and terminals, as the member that they stand for. */
const LABELS: readonly (readonly [member: string, label: RegExp])[] = [
  ['client_secret', /client[\s_-]*secret|^secret$|app(?:lication)?[\s_-]*secret/i],
  ['client_id', /client[\s_-]*id|^app(?:lication)?[\s_-]*id/i],
  ['registration_access_token', /registration[\s_-]*access[\s_-]*token/i],
  ['registration_client_uri', /registration[\s_-]*client[\s_-]*ur[il]/i],
  ['access_token', /^access[\s_-]*token/i],
  ['refresh_token', /^refresh[\s_-]*token/i],
  ['id_token', /^id[\s_-]*token/i],
]

const VALUE = /^[\x21-\x7e]{3,8000}$/
/** What buttons beside a value say. */
const BUTTON = /^(?:copy|show|hide|edit|reveal|view|regenerate|rotate)$/i
/** A longer line is no label. */
const LONGEST_LABEL = 100
/** How far below its label a value is looked for. */
const LINES_BELOW = 3

/**
 * A label and its value on one line, or on two lines below each other, as in a table that was selected:
 * `Client ID: 0oa1`, `CLIENT_SECRET=…`.
 */
export function findInLines(text: string): Found[] {
  const lines = text
    .split(/\r?\n|\t/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const members: Record<string, string> = {}
  lines.forEach((line, at) => {
    const [, label = line, same = ''] =
      /^(.{2,60}?)\s*[:=]\s*["'`]?(\S+?)["'`]?,?$/.exec(line) ?? []
    const member = findMember(label)
    const near = same === '' ? lines.slice(at + 1, at + 1 + LINES_BELOW) : [same]
    const value = near.find((text) => VALUE.test(text) && !BUTTON.test(text))
    if (member !== undefined && value !== undefined) members[member] ??= value
  })
  return findInJson(members, 'Lines with labels')
}

function findMember(label: string): string | undefined {
  if (label.length > LONGEST_LABEL) return undefined
  const plain = label.replace(/^(?:export\s+|"|')+|["']+$/g, '')
  return LABELS.find(([, pattern]) => pattern.test(plain))?.[0]
}
