import { randomUUID } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { errors as Errors, Provider } from 'oidc-provider'
import { loadEngine } from '../../engine/engine.ts'
import type { KeyRing } from '../../engine/key-ring.ts'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'

export interface TokenExchangeOptions {
  keys: Pick<KeyRing, 'published'>
  /** Milliseconds since the epoch. */
  now: () => number
  /** The API that the new token is for. */
  audience: string
  tokenSeconds: number
}

/** Whom the token that is brought speaks for. */
interface Subject {
  sub: string
  scope: string
}

/**
 * Exchanges an access token of this issuer for one of the asking client, with the same subject; the
 * engine has no such grant.
 *
 * @see [RFC 8693 §2](https://www.rfc-editor.org/rfc/rfc8693.html#section-2)
 */
export async function addTokenExchange(
  options: TokenExchangeOptions,
  provider: Provider,
): Promise<Provider> {
  const { errors } = await loadEngine()
  const { audience, tokenSeconds } = options
  const parameters = ['subject_token', 'subject_token_type', 'audience', 'resource', 'scope']
  provider.registerGrantType(
    TOKEN_EXCHANGE,
    async (context) => {
      const { client, params } = context.oidc
      const { issuer } = provider
      const subject = await readSubject({ ...options, issuer }, params, errors)
      const scope = narrow(params['scope'], subject, errors)
      const exchanged = new provider.AccessToken({
        client,
        accountId: subject.sub,
        scope,
        grantId: randomUUID(),
        gty: 'token_exchange',
      })
      exchanged.resourceServer = new provider.ResourceServer(audience, {
        scope,
        audience,
        accessTokenTTL: tokenSeconds,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      })
      context.body = {
        access_token: await exchanged.save(),
        issued_token_type: ACCESS_TOKEN,
        token_type: 'Bearer',
        expires_in: tokenSeconds,
        ...(scope !== '' && { scope }),
      }
    },
    parameters,
    ['audience', 'resource'],
  )
  return provider
}

/**
 * A token that does not hold is `invalid_request` here, unlike at the other grants.
 *
 * @see [RFC 8693 §2.2.2](https://www.rfc-editor.org/rfc/rfc8693.html#section-2.2.2)
 */
async function readSubject(
  { keys, now, issuer }: TokenExchangeOptions & { issuer: string },
  params: Record<string, unknown>,
  errors: typeof Errors,
): Promise<Subject> {
  const { subject_token: token, subject_token_type: type } = params
  if (typeof token !== 'string')
    throw new errors.InvalidRequest('missing required parameter(s) subject_token')
  if (type !== ACCESS_TOKEN)
    throw new errors.InvalidRequest('subject_token_type must be an access token here')
  const jwks = { keys: keys.published().map(({ publicJwk }) => publicJwk) }
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
      issuer,
      algorithms: ['RS256'],
      currentDate: new Date(now()),
      requiredClaims: ['sub', 'exp'],
    })
    const { sub = '', scope } = payload
    return { sub, scope: typeof scope === 'string' ? scope : '' }
  } catch {
    throw new errors.InvalidRequest('subject_token is not a valid access token of this issuer')
  }
}

/** The scope of the new token: that of the old one, or less. */
function narrow(asked: unknown, { scope }: Subject, errors: typeof Errors): string {
  if (typeof asked !== 'string' || asked === '') return scope
  const known = new Set(scope.split(' '))
  const beyond = asked.split(' ').find((name) => !known.has(name))
  if (beyond === undefined) return asked
  throw new errors.InvalidScope('requested scope exceeds that of the subject_token', beyond)
}
