import { importJWK, type JWK } from 'jose'
import * as openid from 'openid-client'
import { AppError } from '#shared/errors/app-error.ts'
import { discover } from '../providers/discovery.ts'
import { createWireFetch } from '../outgoing/client-fetch.ts'
import type { CallContext, Wire } from '../outgoing/client.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'

/**
 * A registered client as openid-client wants it: the provider's metadata, and the authentication that
 * was granted. Its calls go over the recorded wire.
 *
 * @throws AppError `DISCOVERY_FAILED`, `PROVIDER_UNREACHABLE`, `TOKEN_REFUSED` when it has no secret.
 */
export async function configureClient(
  { wire, vault }: { wire: Wire; vault: Vault },
  record: RegistrationRecord,
  context: CallContext,
): Promise<openid.Configuration> {
  const { client_id, idp_host } = record
  if (client_id === undefined)
    throw new AppError('STEP_NOT_READY', { detail: 'This registration has no client.' })
  const { issuer } = await discover(wire, context, idp_host)
  const authentication = await chooseAuthentication(vault, record)
  return openid.discovery(new URL(issuer), client_id, undefined, authentication, {
    execute: [openid.allowInsecureRequests],
    [openid.customFetch]: createWireFetch(wire, context, () => undefined),
  })
}

async function chooseAuthentication(
  vault: Vault,
  record: RegistrationRecord,
): Promise<openid.ClientAuth> {
  const open = (field: 'client_secret' | 'client_key'): string => {
    const sealed = record[field]
    if (sealed !== undefined) return vault.open(sealed, registrationPlace(record.id, field))
    throw new AppError('TOKEN_REFUSED', {
      detail: `The client was granted ${method}, and the ledger has no ${field.replace('_', ' ')} for it.`,
      hint: 'Register it again.',
    })
  }
  const granted = record.granted?.['token_endpoint_auth_method']
  const method = typeof granted === 'string' ? granted : 'client_secret_basic'
  switch (method) {
    case 'none':
      return openid.None()
    case 'client_secret_post':
      return openid.ClientSecretPost(open('client_secret'))
    case 'client_secret_jwt':
      return openid.ClientSecretJwt(open('client_secret'))
    case 'private_key_jwt': {
      const jwk = JSON.parse(open('client_key')) as JWK
      const key = (await importJWK(jwk, 'RS256')) as CryptoKey
      return openid.PrivateKeyJwt({ key, kid: jwk.kid ?? 'dcr-lab' })
    }
    default:
      return openid.ClientSecretBasic(open('client_secret'))
  }
}
