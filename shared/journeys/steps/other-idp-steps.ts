import { HttpUrl } from '../../tyk/dcr-options.ts'
import * as z from '../../zod.ts'
import { Scope } from '../scope-name.ts'
import type { Step } from '../step.ts'

type ForOthers = NonNullable<Step['forOthers']>

/** Step 1 wherever the provider is not Okta: an initial access token, or none. */
export const describeInitialToken: ForOthers = (label) => {
  const common = {
    why: `Where registration is not open to everybody, ${label} asks for an initial access token (RFC 7591 §3).`,
    story: [
      'The token is sent as "Authorization: Bearer …" with the registration. Some are good for one client only.',
      'At Keycloak an administrator’s access token of your own provider serves, too: the companion makes the initial access token with it, and the scope in the scope step.',
      'Providers with open registration need none; what is made here then serves their management API, where a client needs something more before it can get a token.',
    ],
  }
  return {
    embedded: {
      ...common,
      title: 'Create an initial access token',
      what: 'The identity provider mints a token that allows its bearer to register clients.',
    },
    provider: {
      ...common,
      title: 'Name the provider',
      what: `You give the address of ${label}, and an initial access token if it wants one; discovery fills in the rest.`,
      runLabel: 'Discover',
      fields: [
        {
          name: 'idp_host',
          label: 'Issuer or host',
          kind: 'url',
          help: 'The issuer as the provider writes it, such as https://sso.example.com/realms/main',
        },
        {
          name: 'api_token',
          label: 'Initial access token',
          kind: 'secret',
          help: 'Empty where registration is open. It stays on this machine, encrypted.',
        },
      ],
      inputs: z.object({
        idp_host: HttpUrl,
        api_token: z
          .string()
          .trim()
          .max(8192)
          .regex(/^[\x21-\x7E]*$/, 'A token has no spaces or line breaks; copy it again.')
          .optional(),
      }),
    },
  }
}

/** Step 2 wherever the provider is not Okta. */
export const describeScope: ForOthers = (label) => ({
  embedded: {
    what: 'The identity provider learns a scope and hands it out to every client that asks for none.',
    why: 'A token without the scope would be good for nothing at an API that asks for it.',
    story: [
      'In Keycloak: Client scopes → Create, type Optional, and allow it under Clients → Client registration → Allowed Client Scopes. Others call it a scope or an API permission.',
      'Most providers write the scope into the claim "scope", one string; Okta writes "scp", a list.',
    ],
  },
  provider: {
    title: 'Check the scope',
    what: `The companion looks for the scope in the metadata of ${label}.`,
    why: 'A scope that the provider does not know is refused, or left out without a word.',
    story: [
      'A provider need not list every scope in "scopes_supported" (RFC 8414 §2), so a scope that is missing there is a warning, not an error.',
    ],
    runLabel: 'Check scope',
    fields: [{ name: 'scope', label: 'Scope name', kind: 'text' }],
    inputs: z.object({ scope: Scope }),
  },
})
