import * as z from '../../zod.ts'
import { ClientDetails } from '../client-details.ts'
import { describeStep } from '../step.ts'

const ClientName = ClientDetails.shape.client_name

export const registerDirectly = describeStep({
  id: 'register-directly',
  actor: 'app',
  needs: ['registration_endpoint', 'api_token'],
  makes: { products: ['registration_id'], facts: ['client_id'] },
  waitsFor: 'the identity provider',
  links: ['clients'],
  title: 'Register a client',
  what: 'One POST to the registration endpoint makes a client; the answer carries its id, its secret and the credential that manages it.',
  why: 'The app gets an identity of its own, without an admin and without a portal between the two.',
  story: [
    'The request carries the metadata that the client asks for, the answer 201 those that the provider registered; what differs is listed below.',
    'Most providers answer with "registration_client_uri" and "registration_access_token" as well: the address of this one client, and the token that may read, change and delete it (RFC 7592). Okta has neither; its API token does all of that. Auth0 has neither, and no such calls.',
  ],
  reference: {
    text: 'RFC 7591 §3.1, client registration request',
    href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3.1',
  },
  runLabel: 'Register client',
  fields: [
    { name: 'client_name', label: 'Client name', kind: 'text' },
    {
      name: 'token_endpoint_auth_method',
      label: 'Token endpoint auth method',
      kind: 'choice',
      options: [
        { value: 'client_secret_basic', label: 'Client secret – basic' },
        { value: 'client_secret_post', label: 'Client secret – post' },
      ],
    },
  ],
  inputs: z.object({
    client_name: ClientName,
    token_endpoint_auth_method: z.enum(['client_secret_basic', 'client_secret_post']),
  }),
})

export const changeClient = describeStep({
  id: 'change-client',
  actor: 'app',
  needs: ['client_id'],
  makes: {},
  waitsFor: 'the identity provider',
  links: ['clients'],
  title: 'Change the client',
  what: 'The client gets another name, and a new secret where the provider can rotate it.',
  why: 'Names change and secrets leak; the operator of a client has to know what can be changed, and what cannot.',
  story: [
    'An update is a PUT that replaces all metadata: what is left out may be dropped, so the companion sends everything that was granted with the one change (RFC 7592 §2.2).',
    'The standard has no call that rotates a secret. A provider may answer an update with a new secret; Okta has its own call. Elsewhere, register another client, move the app to it, and delete this client.',
  ],
  reference: {
    text: 'RFC 7592 §2.2, client update request',
    href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2',
  },
  runLabel: 'Change client',
  fields: [{ name: 'client_name', label: 'New name', kind: 'text' }],
  inputs: z.object({ client_name: ClientName }),
})

export const deleteClient = describeStep({
  id: 'delete-client',
  actor: 'app',
  needs: ['client_id'],
  makes: {},
  waitsFor: 'the identity provider',
  links: ['clients'],
  title: 'Delete the client',
  what: 'The client is deleted at the identity provider, and one more read proves that it is gone.',
  why: 'A client without a use is one more secret that can leak.',
  story: [
    'DELETE on the address of the client answers 204; its tokens and its secret are void then, and so is the token that managed it: the read that follows is refused, with 401 where the provider keeps to the standard (RFC 7592 §2.1).',
  ],
  reference: {
    text: 'RFC 7592 §2.3, client delete request',
    href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2.3',
  },
  runLabel: 'Delete client',
  fields: [],
  inputs: z.object({}),
})
