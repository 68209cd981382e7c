import type { FieldIssue } from '../../errors/problem.ts'
import type { ClientMetadata } from '../client-metadata.ts'
import { findMemberProblem } from './check-member.ts'
import type { MetadataField } from './fields/metadata-field.ts'
import { readObject } from './read-object.ts'

/** The form's field for members that have none of their own. */
export const FURTHER_MEMBERS = 'further_members'

/** Members that only the provider gives out. */
const GIVEN_BY_PROVIDER = new Set([
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
])

/** Members that the form always asks for. */
const ALWAYS_SENT = new Set(['client_name', 'redirect_uris'])

type Inputs = Readonly<Record<string, unknown>>

/** What was typed for one member, as text; a list has a text for each value. Scripts may give JSON itself. */
function readTexts(input: unknown): string[] {
  if (input === undefined || input === null) return []
  const values: unknown[] = Array.isArray(input) ? input : [input]
  return values.map((value) => writeText(value).trim()).filter((text) => text !== '')
}

function writeText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What is wrong with the value of one field; the path of a list names its line. */
export function findFieldIssues(field: MetadataField, input: unknown): FieldIssue[] {
  return readTexts(input).flatMap((text, line) => {
    const message = findMemberProblem(field, text)
    if (message === undefined) return []
    const isLine = field.isList && field.type !== 'choice'
    return [
      {
        field: isLine ? `${field.name}.${line}` : field.name,
        rule: `member_${field.type}`,
        message,
      },
    ]
  })
}

/** What is wrong with the members that were typed as JSON. */
export function findFurtherIssue(fields: readonly MetadataField[], inputs: Inputs): FieldIssue[] {
  const [text] = readTexts(inputs[FURTHER_MEMBERS])
  if (text === undefined) return []
  const members = readObject(text)
  const refuse = (message: string): FieldIssue[] => [
    { field: FURTHER_MEMBERS, rule: 'further_members', message },
  ]
  if (!members) return refuse('Write a JSON object, such as {"access_token_as_jwt": true}.')
  const given = Object.keys(members).find((name) => GIVEN_BY_PROVIDER.has(name))
  if (given !== undefined)
    return refuse(`Take ${given} out: the provider gives it, in its answer (RFC 7591 §3.2.1).`)
  const typed = readMembers(fields, inputs)
  const twice = Object.keys(members).find((name) => name in typed || ALWAYS_SENT.has(name))
  return twice === undefined
    ? []
    : refuse(`${twice} has a field of its own with a value in it. Empty one of the two.`)
}

/** Client metadata from the form's own fields; what is empty is not sent. */
export function readMembers(
  fields: readonly MetadataField[],
  inputs: Inputs,
): Record<string, unknown> {
  const members = fields.flatMap((field) => {
    const values = readTexts(inputs[field.name]).map((text) => toWire(field, text))
    if (values.length === 0) return []
    return [[field.name, field.isList ? values : values[0]] as const]
  })
  return Object.fromEntries(members)
}

/** The members that were typed as JSON: those go out unchecked. */
export function readFurtherMembers(inputs: Inputs): ClientMetadata {
  const [text] = readTexts(inputs[FURTHER_MEMBERS])
  return (text === undefined ? undefined : readObject(text)) ?? {}
}

/** A value that its check refuses stays text. */
function toWire({ type }: MetadataField, text: string): unknown {
  if (type === 'seconds') return /^\d+$/.test(text) ? Number(text) : text
  if (type === 'boolean') return text === 'true'
  if (type === 'jwks') return readObject(text) ?? text
  return text
}
