import type { Clock } from '../../clock/clock.ts'
import { getDriver } from '../../providers/drivers.ts'
import type { ProviderCall } from '../../providers/driver.ts'
import { readProviderError } from '../../providers/provider-error.ts'
import type { CallContext, HttpAnswer } from '../../outgoing/http-client.ts'
import type { RegistrationRecord } from '../../store/schema.ts'
import type { Readable } from '../../store/records.ts'
import {
  type ClientOverride,
  type ConfigurationDeps,
  type ConfiguredClient,
  configureClient,
} from './client-configuration.ts'
import { explainTokenError } from './explain-token-error.ts'

export interface ProviderClientDeps extends ConfigurationDeps {
  registrations: Pick<Readable<RegistrationRecord>, 'require'>
  clock: Clock
  /** Forgets the other secrets of a client once one of them has worked. */
  keepWorkingSecret: (tried: RegistrationRecord, worked: string) => Promise<void>
}

/** A registered client, with a configuration for calls to its provider. */
export interface ProviderClient extends ConfiguredClient {
  registration: RegistrationRecord
  context: CallContext
  call: ProviderCall
}

export interface ClientCall {
  /** Purpose of the call, as the wire view shows it. */
  label: string
  /**
   * Run and step under which the call is filed, and the signal that aborts it; the client's own run when
   * left out.
   */
  context?: CallContext | undefined
  override?: ClientOverride | undefined
  /** What is asked of the provider; a token when left out. */
  call?: ProviderCall | undefined
}

/**
 * @param id - Id of the registration.
 * @throws AppError `RECORD_NOT_FOUND`, and those of `configureClient`.
 */
export async function openClient(
  deps: ProviderClientDeps,
  id: string,
  { label, override, call = 'token', ...given }: ClientCall,
): Promise<ProviderClient> {
  const registration = deps.registrations.require(id)
  const usual: CallContext = { run: registration.run, from: 'app', to: 'idp', label }
  const { context = usual } = given
  const configured = await configureClient(deps, registration, { context, override })
  return { ...configured, registration, context, call }
}

/**
 * Makes calls with openid-client and explains their failures. A client that holds several secrets is tried
 * with each of them.
 *
 * @throws AppError `TOKEN_REFUSED`, `PROVIDER_REPLY_INVALID`, `MANAGEMENT_UNAVAILABLE`,
 * `PROVIDER_UNREACHABLE`.
 */
export async function callProvider<T>(
  deps: ProviderClientDeps,
  client: ProviderClient,
  act: () => Promise<T>,
): Promise<T> {
  const { registration, lastAnswer, secrets } = client
  let result: T
  try {
    result = await act()
  } catch (thrown) {
    if (isClientRefused(lastAnswer()) && (await secrets.takeNext()))
      return callProvider(deps, client, act)
    // The provider may have moved an endpoint, so the next call reads its metadata again.
    deps.metadata.doubt(registration.idp_host)
    throw explainTokenError(thrown, {
      driver: getDriver(registration.provider),
      call: client.call,
      answer: lastAnswer(),
    })
  }
  const worked = secrets.chosen()
  // The answer goes before: it came once, and the others can be forgotten at the next call.
  if (worked !== undefined)
    await deps.keepWorkingSecret(registration, worked).catch(() => undefined)
  return result
}

/** @see [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2) `invalid_client` */
function isClientRefused(answer: HttpAnswer | undefined): boolean {
  if (!answer) return false
  return (
    answer.status === 401 ||
    readProviderError(answer.status, answer.text).error === 'invalid_client'
  )
}
