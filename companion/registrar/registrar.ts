import { randomUUID } from 'node:crypto'
import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ClientInformation, ClientMetadata } from '#shared/oauth/client-metadata.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import type { Catalogue, EffectiveSettings } from '../catalogue/catalogue.ts'
import type { Driver } from '../providers/driver.ts'
import { getDriver } from '../providers/drivers.ts'
import type { Wire, WireAnswer } from '../recorder/wire.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Records } from '../store/records.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { createDeletion } from './deletion.ts'
import { presentRegistration } from './present-registration.ts'
import { readRegistrationAnswer, refuseAnswer } from './registration-answer.ts'
import { registrationPlace } from '../secrets/secret-places.ts'

export interface RegistrationOrder {
  /** Chosen by the caller: the same id again does not register a second client. */
  id?: string | undefined
  catalogueEntry: string
  client_name: string
  redirect_uris: readonly string[]
  origin: Registration['origin']
  developer?: string | undefined
  run?: string | undefined
  step?: string | undefined
  /** Ends the waiting for the provider's answer. */
  signal?: AbortSignal | undefined
}

/** Registers clients and knows what became of each. */
export interface Registrar {
  /**
   * Writes the intent, calls the provider, writes the outcome; each of them durable before the next.
   *
   * @throws AppError `CLIENT_METADATA_REFUSED` before anything is sent, `PROVIDER_REJECTED`,
   * `PROVIDER_REPLY_INVALID`, `PROVIDER_UNREACHABLE`, `STEP_NOT_READY` while DCR is off.
   *
   * @see [RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591.html#section-3)
   */
  register(order: RegistrationOrder): Promise<{ registration: Registration; exchanges: string[] }>
  list(): Registration[]
  get(id: string): Registration | undefined
  findByClientId(clientId: string): Registration | undefined
  /** Deletes the client at the provider. What is already gone there counts as deleted. */
  remove(id: string): Promise<Registration>
  markCaptured(id: string): Promise<Registration>
  /** The secret for the portal's last page, the first time only. */
  takeSecretOnce(id: string): Promise<string | undefined>
  /** What was in flight when the process died has an unknown fate. */
  settleIntents(): Promise<void>
}

export interface RegistrarDeps {
  store: Store
  vault: Vault
  wire: Wire
  catalogue: Catalogue
  onChanged: (registration: Registration) => void
}

export function createRegistrar(deps: RegistrarDeps): Registrar {
  return new LedgerRegistrar(deps)
}

class LedgerRegistrar implements Registrar {
  readonly #deps: RegistrarDeps
  readonly #records: Records<RegistrationRecord>
  readonly remove: Registrar['remove']

  constructor(deps: RegistrarDeps) {
    this.#deps = deps
    this.#records = deps.store.records('registrations')
    this.remove = createDeletion({
      ...deps,
      save: (record) => this.#save(record),
      require: (id) => this.#require(id),
    })
  }

  async register(order: RegistrationOrder): ReturnType<Registrar['register']> {
    const { vault, wire, catalogue } = this.#deps
    const known = order.id === undefined ? undefined : this.#records.get(order.id)
    if (known) return { registration: presentRegistration(known), exchanges: [] }
    const settings = requireSettings(catalogue, order.catalogueEntry)
    const driver = getDriver(settings.options.provider)
    const metadata = buildMetadata(driver, settings, order)
    const intent = buildIntent(vault, { order, settings, metadata })
    await this.#save(intent)
    const answer = await send(wire, { driver, settings, metadata, order }).catch((error: unknown) =>
      this.#abandon(intent, error),
    )
    const outcome = readRegistrationAnswer(answer)
    if ('error' in outcome) {
      const failure = outcome.error.description ?? `Status ${answer.status}`
      await this.#save({ ...intent, state: answer.status >= 500 ? 'unknown' : 'failed', failure })
      throw refuseAnswer(driver, outcome.error, answer)
    }
    const registration = await this.#save(buildActive(vault, intent, outcome.information))
    return { registration, exchanges: [answer.exchange] }
  }

  list(): Registration[] {
    return this.#records.list().map(presentRegistration).reverse()
  }

  get(id: string): Registration | undefined {
    const record = this.#records.get(id)
    return record && presentRegistration(record)
  }

  findByClientId(clientId: string): Registration | undefined {
    return this.list().find(({ client_id }) => client_id === clientId)
  }

  markCaptured(id: string): Promise<Registration> {
    return this.#save({ ...this.#require(id), captured_at: new Date().toISOString() })
  }

  async takeSecretOnce(id: string): Promise<string | undefined> {
    const record = this.#require(id)
    if (record.is_secret_shown || record.client_secret === undefined) return undefined
    const secret = this.#deps.vault.open(
      record.client_secret,
      registrationPlace(id, 'client_secret'),
    )
    await this.#save({ ...record, is_secret_shown: true })
    return secret
  }

  async settleIntents(): Promise<void> {
    const failure =
      'The companion stopped before the answer was written; the client may exist at the identity provider.'
    const intents = this.#records.list().filter(({ state }) => state === 'intent')
    await Promise.all(intents.map((record) => this.#save({ ...record, state: 'unknown', failure })))
  }

  /** No answer came: only an address that is never called leaves no doubt that there is no client. */
  async #abandon(intent: RegistrationRecord, error: unknown): Promise<never> {
    const isHarmless = error instanceof AppError && error.code === 'ADDRESS_REFUSED'
    const failure = error instanceof Error ? error.message : String(error)
    await this.#save({ ...intent, state: isHarmless ? 'failed' : 'unknown', failure })
    throw error
  }

  async #save(record: RegistrationRecord): Promise<Registration> {
    await this.#records.put(record.id, record)
    const registration = presentRegistration(record)
    this.#deps.onChanged(registration)
    return registration
  }

  #require(id: string): RegistrationRecord {
    const record = this.#records.get(id)
    if (record) return record
    throw new AppError('RECORD_NOT_FOUND', { detail: `No registration has the id ${id}.` })
  }
}

function requireSettings(catalogue: Catalogue, entryId: string): EffectiveSettings {
  const settings = catalogue.effectiveSettings(entryId)
  if (settings) return settings
  throw new AppError('STEP_NOT_READY', {
    detail: 'Dynamic client registration is not set up for this API.',
    hint: 'Enter the DCR settings first (step 7).',
  })
}

function buildMetadata(
  driver: Driver,
  settings: EffectiveSettings,
  order: RegistrationOrder,
): ClientMetadata {
  const metadata = driver.buildMetadata({
    client_name: order.client_name,
    redirect_uris: order.redirect_uris,
    options: settings.options,
  })
  const refusal = driver.findRefusal(metadata)
  if (!refusal) return metadata
  throw new AppError('CLIENT_METADATA_REFUSED', {
    detail: `${driver.label} would answer 400 ${refusal.error}: ${refusal.error_description}`,
    hint: refusal.hint,
    issues: refusal.issues,
    fixes: refusal.fixes,
  })
}

interface Order {
  order: RegistrationOrder
  settings: EffectiveSettings
  metadata: ClientMetadata
}

function buildIntent(vault: Vault, { order, settings, metadata }: Order): RegistrationRecord {
  const id = order.id ?? randomUUID()
  const token = settings.initialAccessToken
  return {
    id,
    state: 'intent',
    origin: order.origin,
    ...(order.run !== undefined && { run: order.run }),
    ...(order.developer !== undefined && { developer: order.developer }),
    catalogue_entry: order.catalogueEntry,
    provider: settings.options.provider,
    idp_host: settings.options.idp_host,
    registration_endpoint: settings.options.registration_endpoint,
    client_name: order.client_name,
    asked: metadata,
    ...(token !== undefined && {
      initial_access_token: vault.seal(token, registrationPlace(id, 'initial_access_token')),
    }),
    created_at: new Date().toISOString(),
    is_secret_shown: false,
  }
}

function send(
  wire: Wire,
  { driver, settings, metadata, order }: Order & { driver: Driver },
): Promise<WireAnswer> {
  const token = settings.initialAccessToken
  const { run, step, signal } = order
  return wire.send(
    { run, step, signal, from: 'registrar', to: 'idp', label: 'Register client' },
    {
      method: 'POST',
      url: settings.options.registration_endpoint,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `${driver.scheme} ${token}` }),
      },
      body: JSON.stringify(metadata),
    },
  )
}

function buildActive(
  vault: Vault,
  intent: RegistrationRecord,
  information: ClientInformation,
): RegistrationRecord {
  const { client_secret, registration_access_token, client_id, ...granted } = information
  const { id } = intent
  return {
    ...intent,
    state: 'active',
    client_id,
    granted,
    ...(client_secret !== undefined && {
      client_secret: vault.seal(client_secret, registrationPlace(id, 'client_secret')),
      client_secret_mask: maskSecret(client_secret),
    }),
    ...(registration_access_token !== undefined && {
      registration_access_token: vault.seal(
        registration_access_token,
        registrationPlace(id, 'registration_access_token'),
      ),
    }),
    ...(information.client_secret_expires_at !== undefined && {
      client_secret_expires_at: information.client_secret_expires_at,
    }),
    ...(information.registration_client_uri !== undefined && {
      registration_client_uri: information.registration_client_uri,
    }),
  }
}
