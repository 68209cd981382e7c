import { METADATA_GROUPS, type MetadataField } from '../oauth/metadata/fields/metadata-field.ts'
import { METADATA_FIELDS } from '../oauth/metadata/fields/metadata-fields.ts'
import { FURTHER_MEMBERS } from '../oauth/metadata/read-metadata.ts'
import type { Field } from './step.ts'

/** The members that step 9 asks for without being unfolded. */
const ALWAYS_SHOWN = new Set(['client_name', 'redirect_uris'])

/** The others. */
export const MORE_METADATA = METADATA_FIELDS.filter(({ name }) => !ALWAYS_SHOWN.has(name))

const NOT_SENT = { value: '', label: 'Not sent' }

/** Choices that step 7 has made for all clients. */
const MADE_BEFORE = new Set(['token_endpoint_auth_method'])

/** Each member of client metadata as a field of the form, and one for all that have none. */
export const METADATA_STEP_FIELDS: readonly Field[] = [
  ...Object.values(METADATA_GROUPS).flatMap((group) =>
    MORE_METADATA.filter((field) => METADATA_GROUPS[field.group] === group).map(toStepField),
  ),
  {
    name: FURTHER_MEMBERS,
    label: 'Further members, as JSON',
    kind: 'code',
    group: 'Further members',
    help: 'A JSON object whose members are sent as they are, unchecked: what only one provider knows, or what you want to see refused.',
    reference: {
      text: 'RFC 7591 §2, other members',
      href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-2',
    },
  },
]

function toStepField(field: MetadataField): Field {
  const { name, group, explanation, reference } = field
  return {
    name,
    label: name,
    group: METADATA_GROUPS[group],
    help: explanation,
    reference,
    ...chooseControl(field),
  }
}

function chooseControl({
  name,
  type,
  isList,
  options = [],
}: MetadataField): Pick<Field, 'kind' | 'unit' | 'options'> {
  const choices = options.map((value) => ({ value, label: nameChoice(value) }))
  if (type === 'choice' && isList) return { kind: 'choices', options: choices }
  if (isList) return { kind: 'lines' }
  switch (type) {
    case 'choice':
      return { kind: 'choice', options: [writeEmptyChoice(name), ...choices] }
    case 'boolean':
      return {
        kind: 'choice',
        options: [NOT_SENT, ...['true', 'false'].map((value) => ({ value, label: value }))],
      }
    case 'seconds':
      return { kind: 'number', unit: 'seconds' }
    case 'jwks':
    case 'jwt':
      return { kind: 'code' }
    case 'page':
    case 'endpoint':
      return { kind: 'url' }
    default:
      return { kind: 'text' }
  }
}

function writeEmptyChoice(name: string): { value: string; label: string } {
  return MADE_BEFORE.has(name) ? { value: '', label: 'As in the DCR settings' } : NOT_SENT
}

/** The long names of grants say at their end what they are. */
function nameChoice(value: string): string {
  return value.startsWith('urn:') ? (value.split(':').at(-1) ?? value) : value
}
