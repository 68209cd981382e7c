import { type TokenPlaces, readTokenPlaces } from '../api-definition.ts'
import { readGatewayExtras } from '../gateway-extras.ts'
import { readJwtSource } from '../jwt-source.ts'
import { findOasJwt } from '../oas/oas-definition.ts'
import type { ReadApi } from '../read-api.ts'
import { readScopeMapping } from '../scope-mapping.ts'

/** Both spellings where Tyk changed one, so that older gateways read the same rules. */
export function exportJwt(definition: ReadApi): Record<string, unknown> {
  const source = readJwtSource(definition.jwt_source)
  const known = definition.oas && findOasJwt(definition.oas)?.jwt
  const lab = readGatewayExtras(definition)
  const identity = definition.jwt_identity_base_field
  const policy = definition.jwt_policy_field_name
  return {
    enabled: true,
    ...exportPlaces(readTokenPlaces(definition)),
    signingMethod: definition.jwt_signing_method,
    ...(source?.kind === 'url' && !known && { jwksURIs: [{ url: source.url.trim() }] }),
    ...(source?.kind !== 'url' && definition.jwt_source && { source: definition.jwt_source }),
    identityBaseField: identity,
    ...exportList('allowedIssuers', lab.allowed_issuers, known?.allowedIssuers),
    ...exportList('allowedAudiences', lab.allowed_audiences, known?.allowedAudiences),
    subjectClaims: startWith(identity, known?.subjectClaims),
    policyFieldName: policy,
    basePolicyClaims: startWith(policy, known?.basePolicyClaims),
    skipKid: definition.jwt_skip_kid ?? false,
    defaultPolicies: definition.jwt_default_policies,
    issuedAtValidationSkew: definition.jwt_issued_at_validation_skew,
    notBeforeValidationSkew: definition.jwt_not_before_validation_skew,
    expiresAtValidationSkew: definition.jwt_expires_at_validation_skew,
    ...exportScopes(definition),
  }
}

/** Rules that a classic definition has in `config_data.dcr_lab` only. */
function exportList(name: string, own: readonly string[], known: readonly string[] = []) {
  const list = [...new Set([...known, ...own])]
  return list.length > 0 ? { [name]: list } : {}
}

function startWith(first: string, known: readonly string[] = []): string[] {
  return [...new Set([first, ...known])].filter((name) => name !== '')
}

function exportScopes(definition: ReadApi): Record<string, unknown> {
  const mapping = readScopeMapping(definition)
  if (definition.oas || !mapping) return {}
  const { claim, policyByScope } = mapping
  return {
    scopes: {
      claims: startWith(claim),
      claimName: claim,
      scopeToPolicyMapping: Object.entries(policyByScope).map(([scope, policyId]) => ({
        scope,
        policyId,
      })),
    },
  }
}

/** Where a token is looked for, as schemes of every kind say it. */
export function exportPlaces(places: TokenPlaces): Record<string, unknown> {
  const { auth_header_name, disable_header, use_param, param_name, use_cookie, cookie_name } =
    places
  return {
    header: { enabled: disable_header !== true, name: auth_header_name || 'Authorization' },
    ...(use_param && { query: { enabled: true, name: param_name ?? '' } }),
    ...(use_cookie && { cookie: { enabled: true, name: cookie_name ?? '' } }),
  }
}
