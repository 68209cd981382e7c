import type { ApiDefinition } from '../api-definition.ts'
import { listNotActedOn } from '../not-acted-on.ts'
import { type OasDefinition, findOasJwt } from '../oas/oas-definition.ts'
import type { OasJwt } from '../oas/oas-jwt.ts'

/** What a classic definition cannot say of an OAS one, by the names of its members; empty for nothing. */
export function findClassicLosses(definition: ApiDefinition): string[] {
  const { oas } = definition
  if (!oas) return []
  const jwt = findOasJwt(oas)?.jwt
  return [
    ...(jwt ? findRules(jwt) : []),
    ...findMetadata(oas),
    ...findMocks(oas),
    ...listNotActedOn(definition),
  ]
}

/** Checks of tokens that classic definitions do not have. */
function findRules(jwt: OasJwt): string[] {
  const { jwksURIs, scopes } = jwt
  const policies = jwt.policyFieldName === '' ? [] : jwt.basePolicyClaims
  const claims = scopes.scopeToPolicyMapping.length > 0 ? scopes.claims : []
  const rules: [name: string, isSaid: boolean][] = [
    ['allowedIssuers', jwt.allowedIssuers.length > 0],
    ['allowedAudiences', jwt.allowedAudiences.length > 0],
    ['allowedSubjects', jwt.allowedSubjects.length > 0],
    ['jtiValidation', jwt.jtiValidation.enabled],
    ['customClaimValidation', Object.keys(jwt.customClaimValidation).length > 0],
    ['jwksURIs (more than one)', jwksURIs.length > 1],
    ['subjectClaims (more than one)', jwt.subjectClaims.length > 1],
    ['basePolicyClaims (more than one)', policies.length > 1],
    ['scopes.claims (more than one)', claims.length > 1],
    ['scopes.claims (a name with a dot)', claims.some((name) => name.includes('.'))],
  ]
  return rules.flatMap(([name, isSaid]) => (isSaid ? [name] : []))
}

function findMetadata(document: OasDefinition): string[] {
  const { authentication } = document['x-tyk-api-gateway'].server
  return authentication?.protectedResourceMetadata?.enabled ? ['protectedResourceMetadata'] : []
}

/** A mock response of a classic definition asks for no token. */
function findMocks(document: OasDefinition): string[] {
  const { middleware, server } = document['x-tyk-api-gateway']
  const asksForToken = server.authentication?.enabled === true
  return Object.entries(middleware?.operations ?? {}).flatMap(([id, operation]) => {
    const { mockResponse, ignoreAuthentication } = operation
    if (!mockResponse?.enabled) return []
    const where = `mockResponse of ${id}`
    if (mockResponse.fromOASExamples?.enabled) return [`${where} (from examples)`]
    return asksForToken && !ignoreAuthentication?.enabled ? [`${where} (behind a token)`] : []
  })
}
