import { randomUUID } from 'node:crypto'
import type { Provider } from 'oidc-provider'
import { ENGINE_AUDIENCE, TOKEN_SECONDS } from './realm.ts'

/**
 * The grant of OAuth 2.0 in which the client is told the person's password; OAuth 2.1 has dropped it, Keycloak
 * has it. Any name signs in, as it does at the sign-in page. The request has been judged before.
 *
 * @see [RFC 6749 §4.3](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.3)
 */
export async function addPasswordGrant(provider: Provider): Promise<void> {
  provider.registerGrantType(
    'password',
    async (context) => {
      const { client, params } = context.oidc
      const accountId = String(params['username'])
      const token = new provider.AccessToken({
        client,
        accountId,
        scope: '',
        grantId: randomUUID(),
        gty: 'password',
      })
      token.resourceServer = new provider.ResourceServer(ENGINE_AUDIENCE, {
        scope: '',
        audience: ENGINE_AUDIENCE,
        accessTokenTTL: TOKEN_SECONDS,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      })
      context.body = {
        access_token: await token.save(),
        ...(client.grantTypeAllowed('refresh_token') && {
          refresh_token: await issueRefreshToken(provider, { client, accountId }),
        }),
        expires_in: TOKEN_SECONDS,
        token_type: 'Bearer',
      }
    },
    ['username', 'password', 'scope'],
  )
}

type Client = NonNullable<ConstructorParameters<Provider['RefreshToken']>[0]>['client']

async function issueRefreshToken(
  provider: Provider,
  { client, accountId }: { client: Client; accountId: string },
): Promise<string> {
  const grant = new provider.Grant({ clientId: client.clientId, accountId })
  grant.addOIDCScope('openid profile email')
  grant.addResourceScope(ENGINE_AUDIENCE, 'profile email')
  const grantId = await grant.save()
  return new provider.RefreshToken({
    client,
    accountId,
    grantId,
    scope: 'profile email',
    resource: ENGINE_AUDIENCE,
    gty: 'password',
  }).save()
}
