import type { DcrProvider } from '../tyk/dcr-options.ts'

/**
 * Each dialect of the embedded identity provider, what it is called, and the kind of provider whose
 * driver speaks to it. Its code is `companion/idp/dialects/ID/dialect.ts`; it answers below `/ID`, the
 * default one at the root.
 */
export const DIALECTS = {
  okta: { label: 'Okta', provider: 'okta' },
  keycloak: { label: 'Keycloak', provider: 'keycloak' },
  auth0: { label: 'Auth0', provider: 'auth0' },
  curity: { label: 'Curity', provider: 'curity' },
  gluu: { label: 'Gluu / Janssen', provider: 'gluu' },
  rfc: { label: 'Plain RFC 7591', provider: 'other' },
  mcp: { label: 'Ready for MCP', provider: 'other' },
  none: { label: 'Without registration', provider: 'other' },
} as const satisfies Record<string, { label: string; provider: DcrProvider }>

export type DialectId = keyof typeof DIALECTS

export const DIALECT_IDS = Object.keys(DIALECTS) as [DialectId, ...DialectId[]]

export const DEFAULT_DIALECT: DialectId = 'okta'

export function isDialect(id: string): id is DialectId {
  return Object.hasOwn(DIALECTS, id)
}

/** The dialect that stands in for a kind of provider: the first of its kind in the list. */
export function findDialect(provider: DcrProvider): DialectId | undefined {
  return DIALECT_IDS.find((id) => DIALECTS[id].provider === provider)
}
