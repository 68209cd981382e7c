import { importJWK, type JWK } from 'jose'
import * as openid from 'openid-client'
import { AppError } from '#shared/errors/app-error.ts'
import { registrationPlace } from '../../secrets/secret-places.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { RegistrationRecord } from '../../store/schema.ts'

/** The authentication of each method, with the client's stored secret or private key. */
const METHODS: Record<string, (open: OpenCredential) => Promise<openid.ClientAuth>> = {
  none: async () => openid.None(),
  // The certificate is shown by the connection.
  tls_client_auth: async () => openid.TlsClientAuth(),
  self_signed_tls_client_auth: async () => openid.TlsClientAuth(),
  client_secret_basic: async (open) => authenticateBasic(open('client_secret')),
  client_secret_post: async (open) => openid.ClientSecretPost(open('client_secret')),
  client_secret_jwt: async (open) => openid.ClientSecretJwt(open('client_secret')),
  private_key_jwt: async (open) => {
    const jwk = JSON.parse(open('client_key')) as JWK
    const alg = jwk.alg ?? 'RS256'
    const key = (await importJWK(jwk, alg)) as CryptoKey
    return openid.PrivateKeyJwt(
      jwk.kid === undefined ? key : { key, kid: jwk.kid },
      // openid-client says Ed25519 where the client was registered with the older name, EdDSA.
      { [openid.modifyAssertion]: (header) => Object.assign(header, { alg }) },
    )
  },
}

/**
 * Id and secret in form encoding, as RFC 6749 §2.3.1 has it. The library encodes `-`, `_`, `.` and `*` as well,
 * which form encoding leaves as they are: most servers of this world do not decode, and would refuse them.
 *
 * @see [URL, application/x-www-form-urlencoded](https://url.spec.whatwg.org/#application-x-www-form-urlencoded-percent-encode-set)
 */
function authenticateBasic(secret: string): openid.ClientAuth {
  const encode = (text: string): string => new URLSearchParams([[text, '']]).toString().slice(0, -1)
  return (...[, { client_id }, , headers]) => {
    const pair = `${encode(client_id)}:${encode(secret)}`
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`)
  }
}

/** The typed method, or else the granted one; a provider that states none grants RFC 7591's default. */
export function chooseMethod({ granted }: RegistrationRecord, typed?: string): string {
  const answered = granted?.['token_endpoint_auth_method']
  return typed ?? (typeof answered === 'string' ? answered : 'client_secret_basic')
}

type OpenCredential = (field: 'client_secret' | 'client_key') => string

/**
 * The authentication of a client at the token endpoint.
 *
 * @param typed - A method that a person chose for this call; the granted method when left out.
 * @throws AppError `STEP_NOT_READY` when the companion lacks the credential of the method.
 *
 * @see [OIDC Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)
 */
export async function chooseAuthentication(
  vault: Vault,
  record: RegistrationRecord,
  typed?: string,
): Promise<openid.ClientAuth> {
  const method = chooseMethod(record, typed)
  const authenticate = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined
  if (!authenticate)
    throw new AppError('STEP_NOT_READY', {
      detail: `The client was granted ${method}, which the companion cannot carry out.`,
      hint: 'Register a client with private_key_jwt or with a method that has a secret.',
    })
  if (method.endsWith('tls_client_auth') && !record.idp_host.startsWith('https:'))
    throw new AppError('STEP_NOT_READY', {
      detail: `The client was granted ${method}, and a client certificate is shown over https alone; its provider is at ${record.idp_host}.`,
      hint: 'Register a client with private_key_jwt or with a method that has a secret.',
    })
  return authenticate((field) => {
    const sealed = record[field]
    if (sealed !== undefined)
      return assertSendable(vault.open(sealed, registrationPlace(record.id, field)))
    const missing = field === 'client_secret' ? 'secret' : 'private key'
    const granted = chooseMethod(record)
    throw new AppError('STEP_NOT_READY', {
      detail: `The client has no ${missing}, so it cannot authenticate with ${method}.`,
      hint: `Authenticate as the client was registered (${granted}), or register a new client with another method.`,
    })
  })
}

/** Forms and headers hold no half of a surrogate pair, so such a secret cannot be sent as it is. */
function assertSendable(secret: string): string {
  if (!/\p{Surrogate}/u.test(secret)) return secret
  throw new AppError('STEP_NOT_READY', {
    detail: 'The client’s secret has half a surrogate pair, which no request can carry.',
    hint: 'The provider made it so. Ask for another secret, or register a new client.',
  })
}
