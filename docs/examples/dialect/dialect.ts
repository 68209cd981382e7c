import { randomBytes } from 'node:crypto'
import { readBearer } from '../../../companion/idp/dialects/bearer.ts'
import { refuse, refuseToken } from '../../../companion/idp/dialects/dialect-error.ts'
import { prepareScopes } from '../../../companion/idp/dialects/profile/prepare-scopes.ts'
import { defineProfileDialect } from '../../../companion/idp/dialects/profile/profile-dialect.ts'

/** A provider that registers bearers of its token, wants a name, and knows no RFC 7592. */
export const dialect = defineProfileDialect({
  hostPath: '/example',
  mountPath: '/example',
  issuerPath: '/example',
  routes: { authorization: '/authorize', token: '/token', jwks: '/keys' },
  registrationPath: '/example/clients',
  metadata: {},
  audience: 'https://api.dcr-lab.test/',
  tokenSeconds: 300,
  registration: {
    async admit(request, { state }) {
      if ((await state.useInitialToken(readBearer(request) ?? '')) !== undefined)
        throw refuseToken('The token is unknown, used or expired')
    },
    grant(body) {
      if (!body['client_name']) throw refuse(400, 'invalid_client_metadata', 'Give a client_name')
      return { token_endpoint_auth_method: 'client_secret_basic', ...body }
    },
    refuseBody: () => refuse(400, 'invalid_request', 'The body is not JSON'),
    secretSeconds: 0,
    rotatesTokenOn: [],
  },
  async createInitialToken({ state }) {
    const token = randomBytes(24).toString('base64url')
    await state.addInitialToken(token, { uses: 1 })
    return token
  },
  token: { prepare: prepareScopes, isJwt: () => true, shape: (token) => token },
})
