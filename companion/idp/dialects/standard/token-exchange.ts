import { randomUUID } from 'node:crypto'
import type { errors as Errors, Provider } from 'oidc-provider'
import { loadEngine } from '../../engine/engine.ts'
import type { StructuredTokens } from './structured-tokens.ts'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'

export interface TokenExchangeOptions {
  tokens: Pick<StructuredTokens, 'read'>
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
  const { audience, tokenSeconds, tokens } = options
  const parameters = ['subject_token', 'subject_token_type', 'audience', 'resource', 'scope']
  provider.registerGrantType(
    TOKEN_EXCHANGE,
    async (context) => {
      const { client, params } = context.oidc
      const subject = await readSubject(tokens, params, errors)
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
  tokens: TokenExchangeOptions['tokens'],
  params: Record<string, unknown>,
  errors: typeof Errors,
): Promise<Subject> {
  const { subject_token: token, subject_token_type: type } = params
  if (typeof token !== 'string')
    throw new errors.InvalidRequest('missing required parameter(s) subject_token')
  if (type !== ACCESS_TOKEN)
    throw new errors.InvalidRequest('subject_token_type must be an access token here')
  const claims = await tokens.read(token)
  if (claims?.sub === undefined)
    throw new errors.InvalidRequest('subject_token is not a valid access token of this issuer')
  const { sub, scope } = claims
  return { sub, scope: typeof scope === 'string' ? scope : '' }
}

/** The scope of the new token: that of the old one, or less. */
function narrow(asked: unknown, { scope }: Subject, errors: typeof Errors): string {
  if (typeof asked !== 'string' || asked === '') return scope
  const known = new Set(scope.split(' '))
  const beyond = asked.split(' ').find((name) => !known.has(name))
  if (beyond === undefined) return asked
  throw new errors.InvalidScope('requested scope exceeds that of the subject_token', beyond)
}
