import { EmailAddress } from '../../contract/email-address.ts'
import { HeaderCredential } from '../../oauth/header-credential.ts'
import { stripScheme } from '../../oauth/strip-scheme.ts'
import { TOKEN_ENDPOINT_AUTH_METHODS } from '../../oauth/vocabulary.ts'
import { DCR_PROVIDERS, DcrOptions, HttpUrl, PROVIDER_LABELS } from '../../tyk/dcr-options.ts'
import * as z from '../../zod.ts'
import { describeStep, type Field } from '../step.ts'
import { ClientRegistration } from '../client-details.ts'
import { METADATA_STEP_FIELDS } from '../metadata-step-fields.ts'
import { Scope } from '../scope-name.ts'

const AUTH_METHODS: NonNullable<Field['options']> = [
  { value: 'client_secret_post', label: 'Client secret – post' },
  { value: 'client_secret_basic', label: 'Client secret – basic' },
  { value: 'client_secret_jwt', label: 'Client secret – JWT' },
  { value: 'private_key_jwt', label: 'Private key JWT' },
  { value: 'none', label: 'None' },
]

export const dcrSettings = describeStep({
  id: 'dcr-settings',
  actor: 'api-admin',
  needs: ['api_token', 'registration_endpoint', 'entry_id'],
  makes: {
    facts: [
      'provider',
      'grant_types',
      'response_types',
      'auth_method',
      'application_type',
      'endpoint',
      'token',
    ],
  },
  title: 'Enter the DCR settings',
  what: 'The portal learns where and how to register clients: the seven fields of the guide.',
  why: 'With these the portal can send the registration on behalf of a developer who has no account at the identity provider.',
  story: [
    'Why three grants for a client that will only use client credentials? Okta refuses the response type "token" without the grant implicit, and the application type "web" without authorization_code. With client credentials as the only grant, DCR Lab sends the application type "service" instead, and the other two are not needed.',
    'The settings can be global, for every published API, or belong to this entry alone: "Override global settings".',
    'RFC 9700 advises against the implicit grant. Here it is a formality that Okta’s rules ask for; no token is ever issued through it.',
  ],
  reference: {
    text: 'RFC 7591 §2, client metadata',
    href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-2',
  },
  runLabel: 'Save settings',
  fields: [
    {
      name: 'override',
      label: 'Override global settings',
      kind: 'switch',
      help: 'Off: the settings become the global ones.',
    },
    {
      name: 'provider',
      label: 'Provider',
      kind: 'choice',
      options: DCR_PROVIDERS.map((value) => ({ value, label: PROVIDER_LABELS[value] })),
    },
    {
      name: 'grant_types',
      label: 'Grant types',
      kind: 'choices',
      options: [
        { value: 'client_credentials', label: 'Client credentials' },
        { value: 'implicit', label: 'Implicit' },
        { value: 'authorization_code', label: 'Authorization code' },
        { value: 'refresh_token', label: 'Refresh token' },
        { value: 'password', label: 'Password' },
      ],
    },
    {
      name: 'token_endpoint_auth_method',
      label: 'Token endpoint auth method',
      kind: 'choice',
      options: AUTH_METHODS,
    },
    {
      name: 'response_types',
      label: 'Response types',
      kind: 'choices',
      options: [
        { value: 'token', label: 'Token' },
        { value: 'code', label: 'Code' },
        { value: 'id_token', label: 'ID token' },
      ],
    },
    { name: 'idp_host', label: 'Identity provider host', kind: 'url' },
    { name: 'registration_endpoint', label: 'Client registration endpoint', kind: 'url' },
    {
      name: 'initial_access_token',
      label: 'Initial registration access token',
      kind: 'secret',
      help: 'The API token of the first step unless you paste another one.',
    },
    {
      name: 'oauth_redirect_uri_separator',
      label: 'Redirect URL separator',
      kind: 'text',
      help: 'oauth_redirect_uri_separator: joins several redirect URLs for providers that want one string.',
      isAdvanced: true,
    },
  ],
  inputs: z.object({
    override: z.boolean(),
    ...DcrOptions.shape,
    initial_access_token: z.string().overwrite(stripScheme).pipe(HeaderCredential(4096)).optional(),
    oauth_redirect_uri_separator: z.string().length(1, 'Use a single character, such as ;'),
  }),
})

export const developer = describeStep({
  id: 'developer',
  actor: 'api-admin',
  needs: [],
  makes: { products: ['developer_id'], facts: ['email'] },
  title: 'Create a developer',
  what: 'A developer gets an account in the portal.',
  why: 'The client of the next step is registered in a developer’s name.',
  story: [
    'In Tyk: Portal Management → Developers → Add developer. Leave the password empty and one is made; it is shown in the result.',
  ],
  reference: {
    text: 'Tyk: portal developers',
    href: 'https://tyk.io/docs/tyk-developer-portal/tyk-portal-classic/',
  },
  runLabel: 'Create developer',
  fields: [
    { name: 'email', label: 'E-mail', kind: 'email' },
    {
      name: 'password',
      label: 'Password',
      kind: 'secret',
      help: 'Empty: a password is made for you.',
    },
  ],
  inputs: z.object({
    email: EmailAddress,
    password: z.string().min(8, 'Use at least 8 characters.').max(200).optional(),
  }),
})

export const registerClient = describeStep({
  id: 'register-client',
  actor: 'developer',
  needs: [
    'provider',
    'grant_types',
    'response_types',
    'auth_method',
    'application_type',
    'endpoint',
    'token',
    'email',
  ],
  makes: { products: ['registration_id'], facts: ['client_id', 'client_secret'] },
  waitsFor: 'the identity provider',
  links: ['portal'],
  isShownOnce: true,
  title: 'Register a client',
  what: 'The portal sends a registration to the identity provider and shows the client id and secret it got back.',
  why: 'From here on the developer’s app has an identity of its own, without anybody having touched the admin console.',
  story: [
    'One POST carries the client’s metadata (RFC 7591); the answer 201 carries the client id, the secret, and the metadata as the provider registered them, which may differ from what was asked.',
    'Run it here, or do it as the developer would, in the portal’s own three pages: the extension recognises the last one and takes the credentials over.',
  ],
  reference: {
    text: 'RFC 7591 §3.1, client registration request',
    href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3.1',
  },
  runLabel: 'Register client',
  fields: [
    { name: 'client_name', label: 'Client name', kind: 'text' },
    {
      name: 'redirect_uris',
      label: 'Redirect URLs',
      kind: 'lines',
      help: 'One per line; may stay empty for client credentials.',
    },
    ...METADATA_STEP_FIELDS,
  ],
  groupsLabel: 'More client metadata',
  inputs: ClientRegistration,
})

export const token = describeStep({
  id: 'token',
  actor: 'app',
  needs: ['token_endpoint', 'scope', 'default', 'client_id', 'client_secret'],
  makes: { products: ['token_id'], facts: ['access_token'] },
  waitsFor: 'the identity provider',
  title: 'Get a token',
  what: 'The app sends its client id and secret to the token endpoint and gets an access token.',
  why: 'The secret never travels to the API; a token that expires within the hour does.',
  story: [
    'This is the client credentials grant: no user takes part. Okta refuses such a call when it comes from a web page (an Origin header), so the companion sends it.',
    'The token is a signed JWT without a "typ" header. Its "sub" and "cid" are the client id, its "aud" is api://default.',
  ],
  reference: {
    text: 'RFC 6749 §4.4, client credentials grant',
    href: 'https://www.rfc-editor.org/rfc/rfc6749.html#section-4.4',
  },
  runLabel: 'Get token',
  fields: [
    { name: 'scope', label: 'Scope', kind: 'text', help: 'Empty: the default scope.' },
    { name: 'token_endpoint', label: 'Token endpoint', kind: 'url', isAdvanced: true },
    {
      name: 'audience',
      label: 'API the token is for',
      kind: 'text',
      help: 'Sent as "audience" to Auth0 and Hydra, as "resource" (RFC 8707) to a standard provider. Empty: the provider’s default.',
      isAdvanced: true,
    },
    {
      name: 'token_endpoint_auth_method',
      label: 'Client authentication',
      kind: 'choice',
      options: [{ value: '', label: 'As registered' }, ...AUTH_METHODS],
      isAdvanced: true,
    },
  ],
  inputs: z.object({
    scope: z.union([
      z.literal(''),
      z
        .string()
        .trim()
        .max(1000)
        .refine((value) => value.split(' ').every((name) => Scope.safeParse(name).success), {
          message: 'Separate scopes with one space; a scope has no quotes or backslashes.',
        }),
    ]),
    token_endpoint: HttpUrl,
    audience: z.string().trim().max(500).default(''),
    token_endpoint_auth_method: z.union([z.literal(''), z.enum(TOKEN_ENDPOINT_AUTH_METHODS)]),
  }),
})
