import * as z from '../../zod.ts'
import { findEffect } from './effects/find-effect.ts'
import { describeUnsaid, isUnsaid } from './unsaid-members.ts'
import { findMetadataField } from './fields/metadata-fields.ts'

/**
 * One member of a client's metadata, its asked and its granted value. `dropped`: asked and not granted;
 * `changed`: granted otherwise; `unsaid`: asked, and the answer does not say what holds; `added`: granted
 * without being asked.
 */
export const ComparedMember = z
  .strictObject({
    name: z.string(),
    state: z.enum(['dropped', 'changed', 'unsaid', 'same', 'added']),
    asked: z.unknown().optional(),
    granted: z.unknown().optional(),
    effect: z
      .string()
      .optional()
      .describe(
        'What a member that was dropped or changed will break, or what may hold where the answer does not say',
      ),
  })
  .meta({ id: 'ComparedMember', description: 'Asked beside granted (RFC 7591 §3.2.1)' })

export type ComparedMember = z.infer<typeof ComparedMember>

type Metadata = Readonly<Record<string, unknown>>

/** Members of the answer that are about the registration, not the client's metadata. */
const BOOKKEEPING = new Set([
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
])

const ORDER: readonly ComparedMember['state'][] = ['dropped', 'changed', 'unsaid', 'same', 'added']

/**
 * Compares the asked with the granted metadata: a server may replace or omit any member, and the client
 * must use the granted values. Lost and changed members come first.
 *
 * @see [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1)
 */
export function compareMetadata(asked: Metadata, granted: Metadata): ComparedMember[] {
  const names = [...new Set([...Object.keys(asked), ...Object.keys(granted)])]
  const members = names
    .filter((name) => !BOOKKEEPING.has(name) && (hasValue(asked[name]) || name in granted))
    .map((name) => compareMember(name, asked[name], granted[name]))
  return ORDER.flatMap((state) => members.filter((member) => member.state === state))
}

function compareMember(name: string, asked: unknown, granted: unknown): ComparedMember {
  const state = findState(name, asked, granted)
  const effect =
    state === 'unsaid'
      ? describeUnsaid(name)
      : state === 'dropped' || state === 'changed'
        ? findEffect({ name, asked, granted })
        : undefined
  return {
    name,
    state,
    ...(asked !== undefined && { asked }),
    ...(granted !== undefined && { granted }),
    ...(effect !== undefined && { effect }),
  }
}

function findState(name: string, asked: unknown, granted: unknown): ComparedMember['state'] {
  if (asked === undefined) return 'added'
  // Every switch of the standards is off by default.
  if (asked === false && granted === undefined) return 'same'
  if (normalize(name, asked) === normalize(name, granted)) return 'same'
  if (granted === undefined && isUnsaid(name)) return hasValue(asked) ? 'unsaid' : 'same'
  if (!hasValue(granted)) return hasValue(asked) ? 'dropped' : 'same'
  return 'changed'
}

function hasValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && value !== ''
}

/** Providers keep neither the order of lists and scopes nor that of an object's members. */
function normalize(name: string, value: unknown): string {
  if (typeof value === 'string' && findMetadataField(name)?.type === 'scope')
    return sortJson(value.split(' ').filter(Boolean))
  return sortJson(value)
}

function sortJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortJson).sort().join(',')}]`
  if (typeof value !== 'object' || value === null)
    return value === undefined ? '' : JSON.stringify(value)
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${sortJson(member)}`,
  )
  return `{${members.sort().join(',')}}`
}
