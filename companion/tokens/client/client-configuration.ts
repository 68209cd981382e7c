import * as openid from 'openid-client'
import { AppError } from '#shared/errors/app-error.ts'
import type { RecentMetadata } from './recent-metadata.ts'
import { createRecordedFetch } from '../../outgoing/recorded-fetch.ts'
import type { CallContext, HttpClient, HttpAnswer } from '../../outgoing/http-client.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { RegistrationRecord } from '../../store/schema.ts'
import { chooseMethod } from './client-authentication.ts'
import { createSecretTrial, type SecretTrial } from './secret-trial.ts'

export interface ConfigurationDeps {
  http: HttpClient
  vault: Vault
  metadata: RecentMetadata
}

/**
 * Values that were typed or read for one call; they override the provider's metadata and the registration.
 * With an issuer and a token endpoint among them no metadata is read.
 */
export interface ClientOverride extends Partial<openid.ServerMetadata> {
  token_endpoint_auth_method?: string
}

export interface ConfiguredClient {
  config: openid.Configuration
  /** The provider's latest answer, for the explanation of a failure. */
  lastAnswer: () => HttpAnswer | undefined
  secrets: SecretTrial
}

/**
 * A registered client as an openid-client configuration: the provider's metadata, and the granted
 * authentication method. Its requests are recorded.
 *
 * @throws AppError `DISCOVERY_FAILED`, `PROVIDER_UNREACHABLE`, `STEP_NOT_READY` when the registration has
 *   no client or lacks the credential of its method.
 */
export async function configureClient(
  { http, vault, metadata }: ConfigurationDeps,
  registration: RegistrationRecord,
  { context, override = {} }: { context: CallContext; override?: ClientOverride | undefined },
): Promise<ConfiguredClient> {
  const { client_id, idp_host } = registration
  if (client_id === undefined)
    throw new AppError('STEP_NOT_READY', { detail: 'This registration has no client.' })
  const { token_endpoint_auth_method: method, ...members } = override
  const secrets = await createSecretTrial(vault, registration, method)
  const server = hasAll(members)
    ? members
    : { ...(await metadata.read(context, idp_host, registration.provider)).document, ...members }
  const config = new openid.Configuration(
    server as openid.ServerMetadata,
    client_id,
    // RFC 8705 §5: the addresses where a client certificate is asked for.
    { use_mtls_endpoint_aliases: chooseMethod(registration, method).endsWith('tls_client_auth') },
    secrets.authenticate,
  )
  let last: HttpAnswer | undefined
  config[openid.customFetch] = createRecordedFetch(http, context, (answer) => {
    last = answer
  })
  // Test servers use plain http; the address of a real provider is https.
  openid.allowInsecureRequests(config)
  return { config, lastAnswer: () => last, secrets }
}

/** With a typed token endpoint, a token request needs no metadata, so no metadata is read. */
function hasAll({ issuer, token_endpoint }: ClientOverride): boolean {
  return issuer !== undefined && token_endpoint !== undefined
}
