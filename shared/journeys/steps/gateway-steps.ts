import { isSecretName } from '../../secrets/secret-names.ts'
import { completeUrl } from '../../oauth/complete-url.ts'
import { ListenPath } from '../../tyk/api-definition.ts'
import { TargetUrl } from '../../tyk/target-url.ts'
import { OptionalHttpUrl } from '../../tyk/dcr-options.ts'
import * as z from '../../zod.ts'
import { describeStep } from '../step.ts'

const BODY_CHARACTERS = 100_000

/** A header of a call. Inputs of a step are shown to everybody, so no secret may stand among them. */
const CallHeader = z
  .string()
  .trim()
  .max(4096, 'At most 4096 characters.')
  .regex(
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:[ \t]*[\x20-\x7E]*$/,
    'Write “name: value” in one line of ASCII, such as “x-request-id: 1”.',
  )
  .refine((line) => !isSecretName(readName(line)), {
    error: ({ input }) =>
      `${readName(String(input))} holds a secret: switch “Send the token”, or send the call on the Replay page, which keeps secrets.`,
  })
  .refine((line) => !NOT_TYPED.has(readName(line).toLowerCase()), {
    error: ({ input }) => `${readName(String(input))} is written by the companion; leave it out.`,
  })

/** Headers that follow from the call itself. */
const NOT_TYPED = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
])

function readName(line: string): string {
  return line.slice(0, line.indexOf(':'))
}

const Claim = z.string().trim().max(200)
const Name = z.string().trim().max(200)

export const api = describeStep({
  id: 'api',
  actor: 'api-admin',
  needs: ['issuer'],
  makes: { products: ['api_id'], facts: ['api_id', 'address', 'target', 'jwt_source', 'claims'] },
  links: ['definitions'],
  title: 'Create the API',
  what: 'The gateway gets an API: a listen path, a target, and JWT authentication with the keys of the identity provider.',
  why: 'The gateway has to know whose signatures it may trust and where to send what passes.',
  story: [
    'This is a Tyk classic API definition with "enable_jwt". The key set address is stored base64-encoded in "jwt_source", since Tyk 5.9 and later forget a plain address after the first request.',
    'The identity source names the claim that tells who is calling; with client credentials at Okta it is the client id. The policy field may name a policy inside the token; Okta’s token has none, so the default policy does the work.',
  ],
  reference: {
    text: 'RFC 7517 §5, JWK Set',
    href: 'https://www.rfc-editor.org/rfc/rfc7517.html#section-5',
  },
  runLabel: 'Create API',
  fields: [
    { name: 'name', label: 'API name', kind: 'text' },
    {
      name: 'listen_path',
      label: 'Listen path',
      kind: 'text',
      help: 'What comes after the gateway’s address.',
    },
    { name: 'target_url', label: 'Target URL', kind: 'url', help: 'The API behind the gateway.' },
    {
      name: 'jwks_uri',
      label: 'JWKS URI',
      kind: 'url',
      help: 'Filled from the provider’s discovery document. Empty where it has none: then every token is refused.',
    },
    { name: 'jwt_identity_base_field', label: 'Identity source', kind: 'text', isAdvanced: true },
    { name: 'jwt_policy_field_name', label: 'Policy field name', kind: 'text', isAdvanced: true },
    { name: 'strip_listen_path', label: 'Strip the listen path', kind: 'switch', isAdvanced: true },
  ],
  inputs: z.object({
    name: Name.min(1, 'Give the API a name.'),
    listen_path: ListenPath,
    target_url: z.string().overwrite(completeUrl).pipe(TargetUrl),
    jwks_uri: OptionalHttpUrl,
    jwt_identity_base_field: Claim,
    jwt_policy_field_name: Claim,
    strip_listen_path: z.boolean(),
  }),
})

export const policy = describeStep({
  id: 'policy',
  actor: 'api-admin',
  needs: ['api_id'],
  makes: { products: ['policy_id'], facts: ['policy_id', 'definition'] },
  links: ['definitions'],
  title: 'Create the policy',
  what: 'A policy says which APIs a caller may use, how often, and for how long.',
  why: 'A valid signature proves who calls; the policy decides what the caller may do.',
  story: [
    'The gateway makes a session for each identity and applies the policy to it. Two tokens of one client share the session, and so its rate and quota.',
    'The guide asks for an expiry for the keys. The session ends at the later of this expiry and the token’s own "exp".',
  ],
  reference: {
    text: 'Tyk: security policies',
    href: 'https://tyk.io/docs/basic-config-and-security/security/security-policies/',
  },
  runLabel: 'Create policy',
  fields: [
    { name: 'name', label: 'Policy name', kind: 'text' },
    { name: 'rate', label: 'Requests', kind: 'number', help: '0 for no limit.' },
    { name: 'per', label: 'Within', kind: 'number', unit: 'seconds' },
    {
      name: 'key_expires_in',
      label: 'Keys expire after',
      kind: 'number',
      unit: 'seconds',
      help: '0 for never.',
    },
    {
      name: 'quota_max',
      label: 'Quota',
      kind: 'number',
      unit: 'requests',
      help: '-1 for no quota.',
      isAdvanced: true,
    },
    {
      name: 'quota_renewal_rate',
      label: 'Quota renews after',
      kind: 'number',
      unit: 'seconds',
      isAdvanced: true,
    },
  ],
  inputs: z.object({
    name: Name.min(1, 'Give the policy a name.'),
    rate: z
      .number('Write a number.')
      .min(0, 'Write 0 or more.')
      .max(1_000_000, 'At most 1 000 000.'),
    per: z
      .number('Write a number of seconds.')
      .min(1, 'At least 1 second.')
      .max(2_678_400, 'At most 31 days.'),
    key_expires_in: z
      .number('Write a number of seconds.')
      .int('Write whole seconds.')
      .min(0, 'Write 0 or more.')
      .max(316_224_000, 'At most ten years.'),
    quota_max: z
      .number('Write a number.')
      .int('Write a whole number.')
      .min(-1, 'Write -1 for no quota, or a number.')
      .max(1_000_000_000),
    quota_renewal_rate: z
      .number('Write a number of seconds.')
      .int('Write whole seconds.')
      .min(0, 'Write 0 or more.')
      .max(31_622_400, 'At most one year.'),
  }),
})

export const defaultPolicy = describeStep({
  id: 'default-policy',
  actor: 'api-admin',
  needs: ['api_id', 'policy_id'],
  makes: { facts: ['jwt_default_policies'] },
  links: ['definitions'],
  title: 'Make it the default policy',
  what: 'The API applies the policy to every token that names none itself.',
  why: 'Okta’s token has no "pol" claim, so without a default the gateway would answer 403.',
  story: [
    'Tyk looks for a policy in the token’s policy field, then in the mapped scopes, then takes all of "jwt_default_policies". If none is found the answer is 403 "key not authorized: no matching policy found".',
  ],
  reference: {
    text: 'Tyk: JWT and policies',
    href: 'https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/',
  },
  runLabel: 'Set default policy',
  fields: [],
  inputs: z.object({}),
})

export const catalogue = describeStep({
  id: 'catalogue',
  actor: 'api-admin',
  needs: ['api_id', 'policy_id'],
  makes: { products: ['entry_id'], facts: ['entry_id'] },
  title: 'Publish to the catalogue',
  what: 'The API appears in the developer portal, together with the policy that its callers get.',
  why: 'A developer can only ask for what the portal shows.',
  story: [
    'In Tyk: Portal Management → Catalogue → Add New API. The entry carries the settings of the next step.',
  ],
  reference: {
    text: 'Tyk: portal catalogue',
    href: 'https://tyk.io/docs/tyk-developer-portal/tyk-portal-classic/',
  },
  runLabel: 'Publish',
  fields: [
    { name: 'name', label: 'Name in the catalogue', kind: 'text' },
    { name: 'short_description', label: 'Short description', kind: 'text' },
  ],
  inputs: z.object({
    name: Name.min(1, 'Give the entry a name.'),
    short_description: z.string().trim().max(500, 'At most 500 characters.'),
  }),
})

export const callApi = describeStep({
  id: 'call-api',
  actor: 'app',
  needs: [
    'address',
    'target',
    'jwt_source',
    'claims',
    'definition',
    'jwt_default_policies',
    'access_token',
  ],
  makes: { products: ['token_id'] },
  waitsFor: 'the gateway',
  links: ['definitions'],
  title: 'Call the API',
  what: 'The app calls the gateway with the token; the gateway checks it, applies the policy and passes the call on.',
  why: 'This is what it was all for: a 200 from the API, and the proof of every check on the way.',
  story: [
    'The answer carries the header X-DCR-Verdict. The verdict lists each check with its evidence, including the reasons that Tyk’s own answers hide.',
    'Switch "Send the token" off to see what a caller without a token gets.',
  ],
  reference: {
    text: 'RFC 6750 §2.1, bearer tokens in the Authorization header',
    href: 'https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1',
  },
  runLabel: 'Call API',
  fields: [
    {
      name: 'method',
      label: 'Method',
      kind: 'choice',
      options: ['GET', 'POST', 'PUT', 'DELETE'].map((value) => ({ value, label: value })),
    },
    { name: 'path', label: 'Path', kind: 'text', help: 'After the gateway’s address.' },
    { name: 'send_token', label: 'Send the token', kind: 'switch' },
    {
      name: 'headers',
      label: 'Headers',
      kind: 'lines',
      help: 'One “name: value” in a line.',
      isAdvanced: true,
    },
    {
      name: 'body',
      label: 'Body',
      kind: 'code',
      help: 'Sent as it stands; JSON is sent as application/json unless a header says otherwise.',
      isAdvanced: true,
    },
  ],
  inputs: z.object({
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
    path: z
      .string()
      .max(4096, 'At most 4096 characters.')
      .regex(/^\/[\x21-\x7E]*$/, 'Start with / and leave out spaces.'),
    send_token: z.boolean(),
    headers: z.array(CallHeader).max(50, 'At most 50 headers.').default([]),
    body: z
      .union(
        [z.string().max(BODY_CHARACTERS), z.looseObject({}), z.array(z.unknown())],
        `Write text or JSON, at most ${BODY_CHARACTERS} characters.`,
      )
      .default(''),
  }),
})
