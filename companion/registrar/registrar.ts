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
import type { RegistrationRecord } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { createDeletion } from './deletion.ts'
import { presentRegistration } from './present-registration.ts'
import { readRegistrationAnswer, refuseAnswer } from './registration-answer.ts'
import { secretPlace } from './secret-place.ts'

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
  const { store, vault, catalogue, onChanged } = deps
  const records = store.records('registrations')

  async function save(record: RegistrationRecord): Promise<Registration> {
    await records.put(record.id, record)
    const registration = presentRegistration(record)
    onChanged(registration)
    return registration
  }

  function require(id: string): RegistrationRecord {
    const record = records.get(id)
    if (!record)
      throw new AppError('RECORD_NOT_FOUND', { detail: `No registration has the id ${id}.` })
    return record
  }

  const remove = createDeletion({ ...deps, save, require })

  return {
    async register(order) {
      const known = order.id === undefined ? undefined : records.get(order.id)
      if (known) return { registration: presentRegistration(known), exchanges: [] }
      const settings = requireSettings(catalogue, order.catalogueEntry)
      const driver = getDriver(settings.options.provider)
      const metadata = buildMetadata(driver, settings, order)
      const intent = buildIntent(vault, { order, settings, metadata })
      await save(intent)
      const answer = await send(deps.wire, { driver, settings, metadata, order }).catch(
        async (error: unknown) => {
          const isKnownFailure = error instanceof AppError && error.code === 'ADDRESS_REFUSED'
          const failure = error instanceof Error ? error.message : String(error)
          await save({ ...intent, state: isKnownFailure ? 'failed' : 'unknown', failure })
          throw error
        },
      )
      const outcome = readRegistrationAnswer(answer)
      if ('error' in outcome) {
        const state = answer.status >= 500 ? 'unknown' : 'failed'
        await save({
          ...intent,
          state,
          failure: outcome.error.description ?? `Status ${answer.status}`,
        })
        throw refuseAnswer(driver, outcome.error, answer)
      }
      const registration = await save(buildActive(vault, intent, outcome.information))
      return { registration, exchanges: [answer.exchange] }
    },
    list: () => records.list().map(presentRegistration).reverse(),
    get(id) {
      const record = records.get(id)
      return record && presentRegistration(record)
    },
    findByClientId(clientId) {
      const record = records.list().findLast((one) => one.client_id === clientId)
      return record && presentRegistration(record)
    },
    remove,
    markCaptured: (id) => save({ ...require(id), captured_at: new Date().toISOString() }),
    async takeSecretOnce(id) {
      const record = require(id)
      if (record.is_secret_shown || record.client_secret === undefined) return undefined
      const secret = vault.open(record.client_secret, secretPlace(id, 'client_secret'))
      await save({ ...record, is_secret_shown: true })
      return secret
    },
    async settleIntents() {
      const intents = records.list().filter(({ state }) => state === 'intent')
      await Promise.all(
        intents.map((record) =>
          save({
            ...record,
            state: 'unknown',
            failure:
              'The companion stopped before the answer was written; the client may exist at the identity provider.',
          }),
        ),
      )
    },
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
      initial_access_token: vault.seal(token, secretPlace(id, 'initial_access_token')),
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
  return wire.send(
    { run: order.run, step: order.step, from: 'registrar', to: 'idp', label: 'Register client' },
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
      client_secret: vault.seal(client_secret, secretPlace(id, 'client_secret')),
      client_secret_mask: maskSecret(client_secret),
    }),
    ...(registration_access_token !== undefined && {
      registration_access_token: vault.seal(
        registration_access_token,
        secretPlace(id, 'registration_access_token'),
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
