import { decodeJwt } from 'jose'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'

/** Whose claims a token has: Okta names its client `cid` and its scopes `scp`; a guess for the choice of lint rules. */
export function guessProvider(token: string): DcrProvider {
  try {
    const claims = decodeJwt(token)
    if ('cid' in claims && 'scp' in claims) return 'okta'
    return 'realm_access' in claims || claims['typ'] === 'Bearer' ? 'keycloak' : 'other'
  } catch {
    return 'other'
  }
}
