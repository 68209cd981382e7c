import type { DcrProvider } from '../tyk/dcr-options.ts'

/** Which kinds of providers the embedded one can stand in for, and the dialect that does it. */
export const EMBEDDED_DIALECTS: Partial<Record<DcrProvider, string>> = {
  okta: 'okta',
  keycloak: 'keycloak',
  auth0: 'auth0',
  curity: 'curity',
  gluu: 'gluu',
  other: 'rfc',
}

/** The kind of provider that a dialect stands in for. */
export function findProvider(dialect: string): DcrProvider | undefined {
  const entries = Object.entries(EMBEDDED_DIALECTS) as [DcrProvider, string][]
  return entries.find(([, id]) => id === dialect)?.[0]
}
