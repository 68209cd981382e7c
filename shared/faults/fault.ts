import { DIALECT_IDS } from '../idp/dialects.ts'
import * as z from '../zod.ts'

/** Which calls a fault touches. */
export type EndpointKind = 'discovery' | 'registration' | 'management' | 'token' | 'keys'

/** Every fault of the embedded identity provider: its effect, and the meaning of its number. */
export const FAULTS = {
  outage: { effect: 'Every call answers 503.' },
  slow: { effect: 'Every answer takes longer.', unit: 'milliseconds' },
  'half-answer': { effect: 'The connection is cut in the middle of the answer.' },
  'html-error-page': { effect: 'A proxy’s HTML page, 502, takes the place of the answer.' },
  'empty-500': { effect: 'Registration answers 500 without a body.' },
  'rate-limit': {
    effect: 'Calls answer 429 with the time of the next try; metadata and keys are not limited.',
  },
  'iat-missing': { effect: 'Registration always wants an initial access token.' },
  'iat-expired': { effect: 'The initial access token has expired.' },
  'iat-exhausted': { effect: 'The initial access token has been used up.' },
  'open-registration': { effect: 'Registration needs no initial access token.' },
  'iat-other-host': {
    effect:
      'Initial access tokens that can be read are minted under another host name, and registration refuses them.',
  },
  'ssws-only': { effect: 'Registration takes the scheme SSWS and no other.' },
  'bearer-only': { effect: 'Registration takes the scheme Bearer and no other.' },
  'trusted-hosts': { effect: 'Registration trusts no host, as in a fresh Keycloak realm.' },
  'csrf-refused': { effect: 'A CSRF check refuses the registration with an HTML page.' },
  'origin-refused': { effect: 'Calls with an Origin header are refused.' },
  'name-blank': { effect: 'The client name counts as blank.' },
  'redirect-mandatory': { effect: 'A redirect URI is mandatory, even for client credentials.' },
  'redirect-fragment': { effect: 'A redirect URI is said to have a fragment.' },
  'unknown-field-400': { effect: 'Members beyond RFC 7591 are refused.' },
  'reject-grant': { effect: 'A grant that the metadata advertises is refused.' },
  'okta-coupling-service': { effect: 'The coupling rules of Okta’s service applications hold.' },
  'okta-coupling-web': { effect: 'The coupling rules of Okta’s web applications hold.' },
  'application-type-changed': { effect: 'The client is registered as "web", whatever was asked.' },
  'auth-method-changed': { effect: 'The client is registered for client_secret_basic.' },
  'grant-dropped': { effect: 'client_credentials is left out of the granted grants.' },
  'scope-dropped': { effect: 'The scope is left out of what is granted.' },
  'scope-wipes-defaults': {
    effect: 'Asking for a scope takes the default scopes away: no sub, no aud.',
  },
  'scope-unknown': { effect: 'The token endpoint does not know the scope.' },
  'no-default-scope': { effect: 'A token request without a scope is refused.' },
  'secret-missing': { effect: 'The answer to a registration has no secret.' },
  'secret-expiry': { effect: 'Secrets end.', unit: 'seconds' },
  'rat-lost': { effect: 'The answer has no registration access token.' },
  'rat-rotates': { effect: 'Reading a client replaces its registration access token.' },
  'secret-hashed': { effect: 'Reading a client answers with the hash of its secret.' },
  'delete-204-but-lives': { effect: 'A deletion answers 204, and the client lives on.' },
  'no-7592': { effect: 'Management answers 405.' },
  'no-policy': { effect: 'No access policy lets any client have a token.' },
  'policy-wrong-grant': { effect: 'The access policy does not allow the grant.' },
  'consent-required': { effect: 'The scope needs the consent of a user.' },
  'dpop-required': { effect: 'The token endpoint wants a DPoP proof.' },
  'basic-only': { effect: 'The token endpoint takes client_secret_basic only.' },
  'wrong-error-code': { effect: 'An unknown client is answered with invalid_grant.' },
  'wrong-aud': { effect: 'Tokens name another audience.' },
  'wrong-iss': { effect: 'Tokens name another issuer.' },
  'no-sub': { effect: 'Tokens have no subject.' },
  'no-pol': { effect: 'Tokens have no policy claim.' },
  'scp-vs-scope': { effect: 'The scope claim has the other name and shape.' },
  'alg-none': { effect: 'Tokens are unsigned.' },
  'hs256-confusion': { effect: 'Tokens are signed with the public key as a shared secret.' },
  'kid-unknown': { effect: 'Tokens name a key that is not published.' },
  'clock-skew': { effect: 'Tokens are issued in the future.', unit: 'seconds' },
  'jwks-500': { effect: 'The key set answers 500.' },
  'jwks-slow': { effect: 'The key set takes long to answer.', unit: 'milliseconds' },
  'jwks-strange-key': { effect: 'The key set has one more key, of a kind that few programs know.' },
  'jwks-empty': { effect: 'The key set is empty.' },
  'discovery-issuer-mismatch': { effect: 'The metadata names another issuer.' },
  'no-jwks-uri': { effect: 'The metadata names no key set.' },
  'no-registration-endpoint': { effect: 'The metadata names no registration endpoint.' },
} as const satisfies Record<string, { effect: string; unit?: 'seconds' | 'milliseconds' }>

export type FaultId = keyof typeof FAULTS

export const FAULT_IDS = Object.keys(FAULTS) as [FaultId, ...FaultId[]]

/** Ten years: what ends later ends by hand. */
const MOST_SECONDS = 315_360_000

/** A fault to switch on, and the condition that ends it. */
export const ActiveFault = z
  .strictObject({
    id: z.enum(FAULT_IDS),
    dialect: z.enum(DIALECT_IDS).optional().describe('Left out: every dialect'),
    value: z
      .number()
      .min(-MOST_SECONDS)
      .max(MOST_SECONDS)
      .optional()
      .describe('Seconds or milliseconds, where the fault has a number'),
    times: z.number().int().min(1).max(1_000_000).optional().describe('Ends after so many uses'),
    seconds: z.number().min(1).max(MOST_SECONDS).optional().describe('Ends after so many seconds'),
  })
  .meta({ id: 'ActiveFault' })

/** A fault that is on, and how far it is from its end. */
export const FaultStatus = ActiveFault.extend({
  used: z.number().int().describe('How often it has struck'),
  ends_at: z.iso.datetime().optional().describe('On the machine’s clock, where time ends it'),
}).meta({ id: 'FaultStatus' })

export type FaultStatus = z.infer<typeof FaultStatus>
export type ActiveFault = z.infer<typeof ActiveFault>
