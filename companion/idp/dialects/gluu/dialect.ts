import { randomUUID } from 'node:crypto'
import { codeOf, refuse, refuseToken } from '../dialect-error.ts'
import { prepareScopes } from '../profile/prepare-scopes.ts'
import { defineProfileDialect } from '../profile/profile-dialect.ts'

const REGISTRATION = '/gluu/jans-auth/restv1/register'

/**
 * A Janssen server with dynamic registration switched on: open, clients end after a day, and tokens
 * are opaque unless the client asked for JWTs.
 *
 * @see [Janssen: client registration](https://docs.jans.io/stable/janssen-server/auth-server/endpoints/client-registration/)
 */
export const dialect = defineProfileDialect({
  hostPath: '/gluu',
  mountPath: '/gluu',
  issuerPath: '/gluu',
  routes: {
    authorization: '/jans-auth/restv1/authorize',
    token: '/jans-auth/restv1/token',
    jwks: '/jans-auth/restv1/jwks',
  },
  registrationPath: REGISTRATION,
  metadata: { subject_types_supported: ['public', 'pairwise'] },
  audience: 'https://api.dcr-lab.test/',
  tokenSeconds: 300,
  registration: {
    async admit() {
      // Open while dynamicRegistrationEnabled is on.
    },
    grant(body) {
      const { client_id: _id, client_secret: _secret, lifetime: _lifetime, ...asked } = body
      return {
        ...asked,
        application_type: asked['application_type'] ?? 'web',
        redirect_uris: asked['redirect_uris'] ?? [],
        grant_types: asked['grant_types'] ?? ['authorization_code'],
        response_types: asked['response_types'] ?? [],
        token_endpoint_auth_method: asked['token_endpoint_auth_method'] ?? 'client_secret_basic',
        subject_type: asked['subject_type'] ?? 'pairwise',
        access_token_as_jwt: asked['access_token_as_jwt'] === true,
      }
    },
    // https for every client of the type web, but on this machine, and the one sentence of its list of errors.
    addresses: {
      isHttpsDemanded: true,
      refuseAddress: (found) =>
        refuse(
          400,
          codeOf(found),
          codeOf(found) === 'invalid_redirect_uri'
            ? 'Value of one or more redirect_uris is invalid.'
            : 'The value of one of the client metadata fields is invalid and the server has rejected this request.',
        ),
    },
    refuseBody: () =>
      refuse(400, 'invalid_request', 'Unable to parse the request as a JSON object'),
    takesStatements: true,
    secretSeconds: 86_400,
    rotatesTokenOn: [],
    manage: {
      path: (id) => `${REGISTRATION}?client_id=${id}`,
      find: ({ query }) => (typeof query['client_id'] === 'string' ? query['client_id'] : ''),
      refuseToken: () => refuseToken('The access token is not valid for this client'),
    },
  },
  async createInitialToken({ state }) {
    const token = randomUUID()
    await state.addInitialToken(token, {})
    return token
  },
  token: {
    prepare: prepareScopes,
    isJwt: ({ metadata }) => metadata['access_token_as_jwt'] === true,
    shape: ({ header, payload }, { client }) => ({
      header: { ...header, typ: 'JWT' },
      payload: { ...payload, client_id: client.client_id, token_type: 'Bearer' },
    }),
  },
})
