/**
 * Kinds of identity providers. The first five are Tyk's own, in Tyk's spelling ("other" is plain
 * RFC 7591); to Tyk's portal the rest of them are "other", too.
 */
export const DCR_PROVIDERS = [
  'okta',
  'keycloak',
  'gluu',
  'curity',
  'other',
  'auth0',
  'pingfederate',
  'forgerock',
  'wso2',
  'hydra',
] as const

/** What people call them. */
export const PROVIDER_LABELS: Record<DcrProvider, string> = {
  okta: 'Okta',
  keycloak: 'Keycloak',
  gluu: 'Gluu / Janssen',
  curity: 'Curity',
  other: 'Other',
  auth0: 'Auth0',
  pingfederate: 'PingFederate',
  forgerock: 'ForgeRock AM / PingAM',
  wso2: 'WSO2 Identity Server',
  hydra: 'Ory Hydra',
}

export type DcrProvider = (typeof DCR_PROVIDERS)[number]
