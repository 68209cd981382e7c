/**
 * Tyk's answers, letter for letter: the JWT stage writes "Key", the policy stage "key". Texts read
 * in the gateway's source at `31e219beb` (August 2026).
 *
 * @see [tyk: gateway/mw_jwt.go](https://github.com/TykTechnologies/tyk/blob/31e219beb/gateway/mw_jwt.go)
 */
export const TYK = {
  noToken: [400, 'Authorization field missing'],
  noAuthToken: [401, 'Authorization field missing'],
  unknownAuthToken: [403, 'Access to this API has been disallowed'],
  wrongAlgorithm: [403, 'Key not authorized: Unexpected signing method'],
  notAuthorized: [403, 'Key not authorized'],
  expired: [401, 'Key not authorized: token has expired'],
  issuedLater: [401, 'Key not authorized: token used before issued'],
  notYetValid: [401, 'Key not authorized: token is not valid yet'],
  noIdentity: [403, 'no suitable claims for user ID were found'],
  emptySub: [403, 'found an empty user ID in sub claim'],
  unknownPolicy: [403, 'key not authorized: no matching policy'],
  noPolicy: [403, 'key not authorized: no matching policy found'],
  noScopePolicy: [403, 'key not authorized: no matching policy found in scope claim'],
  noScopeOrPolicy: [403, 'key not authorized: no scope or policy in token'],
  newPolicyFails: [403, 'key not authorized: could not apply new policy'],
  newPoliciesFail: [403, 'key not authorized: could not apply several policies'],
  inactive: [403, 'Key is inactive, please renew'],
  sessionExpired: [401, 'Key has expired, please renew'],
  apiDisallowed: [403, 'Access to this API has been disallowed'],
  resourceDisallowed: [403, 'Access to this resource has been disallowed'],
  rateExceeded: [429, 'Rate Limit Exceeded'],
  apiRateExceeded: [429, 'API Rate Limit Exceeded'],
  quotaExceeded: [403, 'Quota exceeded'],
  endpointForbidden: [403, 'Requested endpoint is forbidden'],
  lengthRequired: [411, 'Content length is required for this request'],
  requestTooLarge: [400, 'Request is too large'],
  bodyTooLarge: [413, 'Request Entity Too Large'],
  addressDisallowed: [403, 'access from this IP has been disallowed'],
  unknownPath: [404, 'Not Found'],
  noVersion: [403, 'No default API version for this non-versioned API found'],
  ambiguousVersion: [403, 'Ambiguous default API version for this non-versioned API'],
  noVersionInfo: [403, 'Version information not found'],
  unknownVersion: [403, 'This API version does not seem to exist'],
  unknownChild: [404, 'This API version does not seem to exist'],
  missingDefaultChild: [500, 'Internal Server Error'],
  versionExpired: [
    403,
    'Api Version has expired, please check documentation or contact administrator',
  ],
  apiExpired: [403, 'API has expired, please check documentation or contact administrator'],
  upstreamBroken: [500, 'There was a problem proxying the request'],
  upstreamUnknownHost: [500, 'Upstream host lookup failed'],
  upstreamTooSlow: [504, 'Upstream service reached hard timeout.'],
  callerGone: [499, 'Client closed request'],
} as const

export function emptyIdentity(claim: string): readonly [403, string] {
  return [403, `found an empty user ID in predefined base claim, claim: ${claim}`]
}

export function missingDefaultPolicy(id: string): readonly [500, string] {
  return failedKey(`policy not found: "${id}"`)
}

/** A new session whose policies cannot be applied. */
export function failedKey(problem: string): readonly [500, string] {
  return [500, `failed to create key: ${problem}`]
}

/** An example that the document of an OAS API has not. */
export function failedMock(problem: string): readonly [500, string] {
  return [500, `failed to mock response: mock: ${problem}`]
}

/** Tyk's texts for the claim rules that its OAS definitions bring (5.10 and later). */
export function claimRule(reason: string): readonly [401, string] {
  return [401, `Key not authorized: ${reason}`]
}
