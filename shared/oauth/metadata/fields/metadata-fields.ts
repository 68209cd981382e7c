import { CLIENT_FIELDS } from './client-fields.ts'
import type { MetadataField } from './metadata-field.ts'
import { OPENID_FIELDS } from './openid-fields.ts'

/**
 * Every member of client metadata that the lab knows. The form of step 9, its checks and the control
 * API's schema are made of this table.
 *
 * @see [IANA: OAuth dynamic client registration metadata](https://www.iana.org/assignments/oauth-parameters/oauth-parameters.xhtml#client-metadata)
 */
export const METADATA_FIELDS: readonly MetadataField[] = [...CLIENT_FIELDS, ...OPENID_FIELDS]

export function findMetadataField(name: string): MetadataField | undefined {
  return METADATA_FIELDS.find((field) => field.name === name)
}
