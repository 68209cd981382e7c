import * as z from '../../zod.ts'
import { ClientMetadata } from '../client-metadata.ts'
import { METADATA_FIELDS } from './fields/metadata-fields.ts'
import type { MetadataField, MetadataType } from './fields/metadata-field.ts'

const Jwks = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) })

const TYPES: Partial<Record<MetadataType, z.ZodType>> = {
  boolean: z.boolean(),
  seconds: z.number().int().min(0).max(1_000_000_000_000),
  jwks: Jwks,
}

function describeMember(field: MetadataField): z.ZodType {
  const { type, isList, options, explanation, reference } = field
  const value = TYPES[type] ?? z.string().meta({ ...(options && { examples: [...options] }) })
  const wire = isList ? z.array(value) : value
  return wire.nullish().describe(`${explanation} ${reference.text}`)
}

/**
 * Client metadata of a registration request: the members of the table have their types, any other member is
 * sent unchanged. A provider's answer is parsed less strictly.
 */
export const RegistrationMetadata = z
  .looseObject({
    ...Object.fromEntries(METADATA_FIELDS.map((field) => [field.name, describeMember(field)])),
    ...ClientMetadata.shape,
  })
  .meta({
    id: 'RegistrationMetadata',
    description: 'RFC 7591 §2, OpenID Connect registration §2, and the members registered since',
  })
