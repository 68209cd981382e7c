import type { Reference } from './references.ts'

/** What kind of value a member has, as a person types it and as it goes over the wire. */
export type MetadataType =
  | 'text'
  | 'scope'
  | 'page'
  | 'endpoint'
  | 'redirect_uri'
  | 'mail_or_page'
  | 'seconds'
  | 'boolean'
  | 'choice'
  | 'jwks'
  | 'jwt'

export const METADATA_GROUPS = {
  identity: 'Who it is',
  authentication: 'How it signs in',
  permission: 'What it may ask for',
  keys: 'Keys',
  sign_in: 'Sign-in details',
  answers: 'Signed and encrypted answers',
  logout: 'Logout',
  software: 'Software',
} as const

/** One member of client metadata: the form, the check and the control API's schema are made of it. */
export interface MetadataField {
  name: string
  group: keyof typeof METADATA_GROUPS
  type: MetadataType
  /** Several values: an array on the wire. */
  isList?: true
  /** Of a choice: the registered values. */
  options?: readonly string[]
  /** One line. */
  explanation: string
  reference: Reference
}
