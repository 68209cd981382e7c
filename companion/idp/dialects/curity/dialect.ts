import { randomUUID } from 'node:crypto'
import { readBearer } from '../bearer.ts'
import { codeOf, refuse, refuseToken } from '../dialect-error.ts'
import { defineProfileDialect } from '../profile/profile-dialect.ts'
import { prepareScopes } from '../profile/prepare-scopes.ts'

const REGISTRATION = '/curity/token-service/oauth-registration'

/**
 * A Curity profile with non-templatized registration: a token of the scope `dcr` works once, and
 * reading a client changes its registration access token.
 *
 * @see [Curity: dynamic client registration](https://curity.io/resources/learn/openid-connect-understanding-dcr/)
 */
export const dialect = defineProfileDialect({
  hostPath: '/curity/oauth/v2/oauth-anonymous',
  mountPath: '/curity',
  issuerPath: '/curity/oauth/v2/oauth-anonymous',
  routes: {
    authorization: '/oauth/v2/oauth-authorize',
    token: '/oauth/v2/oauth-token',
    jwks: '/oauth/v2/oauth-anonymous/jwks',
  },
  registrationPath: REGISTRATION,
  metadata: {},
  audience: 'https://api.dcr-lab.test/',
  tokenSeconds: 300,
  registration: {
    async admit(request, { state }) {
      const token = readBearer(request)
      if (token === undefined) throw refuseToken('The access token is missing')
      if ((await state.useInitialToken(token)) !== undefined)
        throw refuseToken('The access token is invalid, expired, or was used before')
    },
    grant(body) {
      const {
        client_id: _id,
        client_secret: _secret,
        software_statement: _statement,
        ...asked
      } = body
      const uris = asked['redirect_uris'] ?? []
      const grants = asked['grant_types'] ?? ['authorization_code']
      if (Array.isArray(grants) && grants.includes('authorization_code'))
        if (!Array.isArray(uris) || uris.length === 0)
          throw refuse(400, 'invalid_redirect_uri', 'At least one redirect_uri is required')
      return {
        ...asked,
        redirect_uris: uris,
        grant_types: grants,
        token_endpoint_auth_method: asked['token_endpoint_auth_method'] ?? 'client_secret_basic',
        access_token_ttl: 300,
        require_proof_key: false,
      }
    },
    // Its documentation names no sentence for these; the code is that of RFC 7591.
    addresses: {
      refuseAddress: (found) =>
        refuse(400, codeOf(found), `Invalid value for ${found.field}: it ${found.reason}`),
    },
    refuseBody: () => refuse(400, 'invalid_request', 'The body is not valid JSON'),
    secretSeconds: 0,
    rotatesTokenOn: ['GET', 'PUT'],
    manage: {
      path: (id) => `${REGISTRATION}/${id}`,
      find: (request) => String(request.params['client']),
      refuseToken: () => refuseToken('The access token is invalid'),
    },
  },
  async createInitialToken({ state }) {
    const token = `_0XBPWQQ_${randomUUID()}`
    await state.addInitialToken(token, { uses: 1, seconds: 300 })
    return token
  },
  token: {
    prepare: prepareScopes,
    isJwt: () => true,
    shape: ({ header, payload }, { client }) => ({
      header: { ...header, typ: 'JWT' },
      payload: { ...payload, client_id: client.client_id, purpose: 'access_token' },
    }),
  },
})
