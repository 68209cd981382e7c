import { stripScheme } from '../../oauth/strip-scheme.ts'
import { HttpUrl } from '../../tyk/dcr-options.ts'
import * as z from '../../zod.ts'
import { describeInitialToken, describeScope } from './other-idp-steps.ts'
import { Scope } from '../scope-name.ts'
import { describeStep } from '../step.ts'

export const apiToken = describeStep({
  id: 'api-token',
  actor: 'idp-admin',
  needs: [],
  makes: {
    products: [
      'idp_host',
      'audience',
      'issuer',
      'jwks_uri',
      'token_endpoint',
      'registration_endpoint',
    ],
    secrets: ['api_token'],
    facts: ['issuer', 'jwks_uri', 'token_endpoint', 'registration_endpoint', 'api_token'],
  },
  waitsFor: 'the identity provider',
  title: 'Create an API token',
  what: 'The identity provider mints a token that allows its bearer to register clients.',
  why: 'Registration is not open to everybody: OpenID Connect calls this an initial access token, Okta calls it an API token.',
  story: [
    'In Okta, an admin finds this under Security → API → Tokens. The token inherits the rights of the admin who made it and is sent with Okta’s own scheme, "Authorization: SSWS …", not as a Bearer token.',
    'Okta has no HTTP call that creates such a token, so the token itself is made inside the identity provider; the companion then proves it with one call that lists clients.',
  ],
  reference: {
    text: 'RFC 7591 §3, initial access token',
    href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3',
  },
  runLabel: 'Create token',
  fields: [{ name: 'token_name', label: 'Token name', kind: 'text' }],
  inputs: z.object({
    token_name: z.string().trim().min(1, 'Give the token a name.').max(100),
  }),
  atProvider: {
    title: 'Paste the API token',
    what: 'You give the address of your Okta organisation and an API token; discovery fills in the rest.',
    why: 'Registration at Okta needs an API token (OpenID Connect: initial access token), and only an admin can create one there.',
    runLabel: 'Check token',
    fields: [
      {
        name: 'idp_host',
        label: 'Identity provider host',
        kind: 'url',
        help: 'Base address of your organisation, such as https://your-org.okta.com',
      },
      {
        name: 'api_token',
        label: 'API token',
        kind: 'secret',
        help: 'From Security → API → Tokens → Create token. It stays on this machine, encrypted.',
      },
    ],
    inputs: z.object({
      idp_host: HttpUrl,
      api_token: z
        .string()
        .overwrite(stripScheme)
        .min(1, 'Paste the API token.')
        .max(4096)
        .regex(/^[\x21-\x7E]+$/, 'A token has no spaces or line breaks; copy it again.'),
    }),
  },
  forOthers: describeInitialToken,
})

export const scope = describeStep({
  id: 'scope',
  actor: 'idp-admin',
  needs: ['issuer'],
  makes: { products: ['scope', 'made_scope'], facts: ['scope', 'default'] },
  waitsFor: 'the identity provider',
  title: 'Create the scope',
  what: 'The authorization server "default" learns a scope and hands it out to everybody who asks for none.',
  why: 'Okta refuses a client-credentials request that ends up with no scope at all, so one of them has to be the default.',
  story: [
    'In Okta: Security → API → Authorization Servers → default → Scopes → Add Scope, with "Set as a default scope" ticked.',
    'The token will carry the scope in the claim "scp", a list, while the token response carries it in "scope", one string.',
  ],
  reference: {
    text: 'RFC 6749 §3.3, access token scope',
    href: 'https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3',
  },
  runLabel: 'Create scope',
  fields: [
    { name: 'scope', label: 'Scope name', kind: 'text' },
    { name: 'is_default', label: 'Set as a default scope', kind: 'switch' },
  ],
  inputs: z.object({ scope: Scope, is_default: z.boolean() }),
  atProvider: {
    title: 'Check the scope',
    what: 'The companion reads the scopes of the authorization server "default" and looks for yours.',
    runLabel: 'Check scope',
    fields: [{ name: 'scope', label: 'Scope name', kind: 'text' }],
    inputs: z.object({ scope: Scope }),
  },
  forOthers: describeScope,
})

export const seeClient = describeStep({
  id: 'see-client',
  actor: 'idp-admin',
  needs: ['client_id'],
  makes: {},
  waitsFor: 'the identity provider',
  links: ['client', 'clients'],
  title: 'See the client at the IdP',
  what: 'The companion asks the identity provider for the client by its id and compares it with what was granted.',
  why: 'It proves that the client exists where tokens are made, not only in our own records.',
  story: [
    'In Okta the client appears under Applications. Okta never shows the secret again after registration: reading the client returns everything but the secret.',
  ],
  reference: {
    text: 'RFC 7592 §2.1, reading a client',
    href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2.1',
  },
  runLabel: 'Look it up',
  fields: [],
  inputs: z.object({}),
  forOthers(label) {
    const text = {
      story: [
        'The companion uses the address and the token that came with the registration (RFC 7592). Where an answer carries a new registration access token, it takes the place of the stored one.',
        `Some providers offer registration without management. If ${label} is one of them, the step says so and goes on.`,
      ],
    }
    return { embedded: text, provider: text }
  },
})
