import { randomUUID } from 'node:crypto'
import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import { isSendable } from '#shared/oauth/header-credential.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import { getDriver } from '../providers/drivers.ts'
import type { HttpClient, HttpAnswer } from '../outgoing/http-client.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'

/** The client to register, its owner, and how the exchange is filed. */
export interface ClientOrder {
  /** Chosen by the caller: a repeated id does not register a second client. */
  id?: string | undefined
  catalogueEntry?: string | undefined
  client_name: string
  redirect_uris: readonly string[]
  origin: Registration['origin']
  developer?: string | undefined
  run?: string | undefined
  step?: string | undefined
  /** Aborts the call to the provider. */
  signal?: AbortSignal | undefined
  /** Metadata for this client alone; overrides the metadata of the DCR settings. */
  metadata?: ClientMetadata | undefined
  /** Sent unchanged, even where the driver knows that the provider will refuse them. */
  further?: ClientMetadata | undefined
}

/** A registration with the DCR settings of a catalogue entry. */
export interface RegistrationOrder extends ClientOrder {
  catalogueEntry: string
}

/** A registration whose every detail the caller decides. */
export interface DirectOrder extends Omit<
  ClientOrder,
  'client_name' | 'redirect_uris' | 'metadata' | 'further'
> {
  provider: DcrProvider
  idp_host: string
  registration_endpoint: string
  initialAccessToken?: string | undefined
  /** Replaces the header that the driver would build; an empty text sends no header. */
  authorization?: string | undefined
  metadata: ClientMetadata
  /** Whether lists that the metadata leaves out may be sent as empty ones where the provider wants them. */
  mayAddEmptyLists?: true | undefined
  /** Headers beside the usual ones, such as the Origin that a browser sends. */
  headers?: Readonly<Record<string, string>> | undefined
}

/**
 * The intent: the record that is written before the provider is called.
 *
 * @throws AppError `INPUT_INVALID` for a credential that no header can carry: there is nothing to intend then.
 */
export function buildIntent(
  vault: Vault,
  order: DirectOrder,
  privateJwk: string | undefined,
): RegistrationRecord {
  const id = order.id ?? randomUUID()
  const { initialAccessToken: token, metadata } = order
  if (!isSendable(token ?? '') || !isSendable(order.authorization ?? ''))
    throw new AppError('INPUT_INVALID', {
      detail:
        'No header can carry the credential of this registration: it has a line break or other characters that are not printable ASCII. Nothing was sent.',
      hint: 'Copy the token again.',
    })
  return {
    id,
    state: 'intent',
    origin: order.origin,
    ...(order.run !== undefined && { run: order.run }),
    ...(order.developer !== undefined && { developer: order.developer }),
    ...(order.catalogueEntry !== undefined && { catalogue_entry: order.catalogueEntry }),
    provider: order.provider,
    idp_host: order.idp_host,
    registration_endpoint: order.registration_endpoint,
    client_name: metadata.client_name ?? 'Client',
    asked: metadata,
    ...(token !== undefined && {
      initial_access_token: vault.seal(token, registrationPlace(id, 'initial_access_token')),
    }),
    ...(privateJwk !== undefined && {
      client_key: vault.seal(privateJwk, registrationPlace(id, 'client_key')),
    }),
    created_at: new Date().toISOString(),
    is_secret_shown: false,
  }
}

/** @see [RFC 7591 §3.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.1) */
export function sendRegistration(
  http: HttpClient,
  order: DirectOrder,
  label = 'Register client',
): Promise<HttpAnswer> {
  const { initialAccessToken: token, authorization } = order
  const driver = getDriver(order.provider)
  const credential =
    authorization ?? (token === undefined || driver.isOpen ? '' : driver.authorize(token))
  return http.send(
    {
      run: order.run,
      step: order.step,
      signal: order.signal,
      from: 'registrar',
      to: 'idp',
      label,
    },
    {
      method: 'POST',
      url: order.registration_endpoint,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(credential !== '' && { authorization: credential }),
        ...order.headers,
      },
      body: JSON.stringify(order.metadata),
    },
  )
}
