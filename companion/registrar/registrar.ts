import { randomUUID } from 'node:crypto'
import type {
  Adoption,
  BudgetCheck,
  Registration,
  Sweep,
  SweepPreview,
} from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Fix } from '#shared/errors/problem.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import type { Catalogue, EffectiveSettings } from '../catalogue/catalogue.ts'
import type { Clock } from '../clock/clock.ts'
import type { Driver } from '../providers/driver.ts'
import { getDriver } from '../providers/drivers.ts'
import type { CallContext, HttpClient, HttpAnswer } from '../outgoing/http-client.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationOutline, RegistrationRecord } from '../store/schema.ts'
import { adoptClient } from './adopt-client.ts'
import { assertAdoptable, isObserved, isRival } from './assert-adoptable.ts'
import { readPrivateKey } from './client-key.ts'
import { keepWorking } from './client-secrets.ts'
import { createDeletion } from './deletion.ts'
import type { DirectOrder, ClientOrder, RegistrationOrder } from './registration-order.ts'
import { createLifeCycle, type LifeCycle } from './life-cycle.ts'
import { describeOpen } from './open-calls.ts'
import { createQueueByKey } from './queue-by-key.ts'
import { createRegistering, type Registered } from './registering.ts'
import { createSearch } from './search.ts'
import { checkBudget, MOST_NAMED } from './check-budget.ts'
import { isAlive, previewSweep, type SweepScope, sweepClients } from './sweep.ts'
import { findManagementEndpoint } from './management.ts'
import type { Registrations } from './registrations.ts'
import { createPresentRegistration, type PresentRegistration } from './present-registration.ts'
import { readRegistrationAnswer, refuseAnswer } from './registration-answer.ts'
import { registrationPlace } from '../secrets/secret-places.ts'

/** Registers clients and records the state of each. */
export interface Registrar extends LifeCycle {
  /**
   * Writes the intent, calls the provider, writes the outcome; each step is durable before the next begins.
   *
   * @throws AppError `CLIENT_METADATA_REFUSED` before anything is sent, `PROVIDER_REJECTED`,
   * `PROVIDER_REPLY_INVALID`, `PROVIDER_UNREACHABLE`, `STEP_NOT_READY` while DCR is off.
   *
   * @see [RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591.html#section-3)
   */
  register(order: RegistrationOrder): Promise<{ registration: Registration; exchanges: string[] }>
  /** Registers with settings that belong to no catalogue entry. @throws AppError as `register`. */
  registerWith(
    settings: Pick<EffectiveSettings, 'options' | 'initialAccessToken'>,
    order: ClientOrder,
  ): ReturnType<Registrar['register']>
  /**
   * Registers with an order whose every detail the caller decides. A refusal is an outcome here, not an
   * error: `state` is `failed`, and the answer says why.
   *
   * @throws AppError `PROVIDER_UNREACHABLE`, `ADDRESS_REFUSED`.
   */
  registerAt(
    order: Omit<DirectOrder, 'id'>,
  ): Promise<{ registration: Registration; answer: HttpAnswer }>
  /**
   * Registers once for each id: a repeated call with an id, at the same time or after a crash, gets the
   * outcome of the first call.
   */
  registerOnce(order: DirectOrder & { id: string }): Promise<Registration>
  /** The newest first. Of a large ledger rather `filter` what is needed. */
  list(): Registration[]
  /** The newest first. */
  filter(matches: (outline: RegistrationOutline) => boolean): Registration[]
  /** What is known of each registration without reading it; the oldest first. */
  outlines(): readonly RegistrationOutline[]
  get(id: string): Registration | undefined
  findByClientId(clientId: string): Registration | undefined
  /** Deletes the client at the provider. A client that the provider no longer knows counts as deleted. */
  remove(id: string, call?: Partial<CallContext>): Promise<Registration>
  /** Adopts the client of a registration whose answer was lost: see `createSearch`. */
  findLost(id: string): Promise<Registration>
  /** Adopts a client that was registered elsewhere. No request is sent. @throws AppError `INPUT_INVALID`. */
  adopt(adoption: Adoption): Promise<Registration>
  /** Deletes the clients of one run, of one origin, or all of them. */
  sweep(scope: SweepScope): Promise<Sweep>
  /** What such a sweep would delete. */
  previewSweep(scope: SweepScope): SweepPreview
  /** @throws AppError `CLIENTS_LEFT_BEHIND` when more are left than `budget`. */
  checkBudget(scope: SweepScope, budget: number): BudgetCheck
  /** Whether the provider gave what it takes to read, change and delete the client. */
  canManage(id: string): boolean
  markCaptured(id: string): Promise<Registration>
  /** The secret for the portal's last page, the first time only. */
  takeSecretOnce(id: string): Promise<string | undefined>
  /**
   * Forgets the secrets that were held beside the one that has worked.
   *
   * @param tried - The registration as it was when the secret was tried.
   * @param worked - The envelope of the secret.
   */
  keepWorkingSecret: (tried: RegistrationRecord, worked: string) => Promise<void>
  /** Sets registrations and deletions that were in flight when the process died to the state `unknown`. */
  settleIntents(): Promise<void>
}

export interface RegistrarDeps {
  registrations: Registrations
  /** The id of this companion; intents of a companion that has ended are settled. */
  owner: string
  isOwnerAlive: (owner: string) => boolean
  vault: Vault
  http: HttpClient
  catalogue: Catalogue
  clock: Clock
  /** What a client asks for while a scenario is on that breaks the clients of runs. */
  askOtherwise: (order: Pick<DirectOrder, 'run' | 'metadata'>) => DirectOrder['metadata']
}

export function createRegistrar(deps: RegistrarDeps): Registrar {
  return new LedgerRegistrar(deps)
}

class LedgerRegistrar implements Registrar {
  readonly #deps: RegistrarDeps
  readonly #records: Registrations
  readonly #present: PresentRegistration
  /**
   * One call at a time for each registration: the answer of an earlier call may be out of date once a later
   * call is answered.
   */
  readonly #inTurn = createQueueByKey()
  readonly #register: (order: DirectOrder) => Promise<Registered>
  readonly remove: Registrar['remove']
  readonly findLost: Registrar['findLost']
  readonly read: LifeCycle['read']
  readonly planUpdate: LifeCycle['planUpdate']
  readonly update: LifeCycle['update']
  readonly rotateSecret: LifeCycle['rotateSecret']

  constructor(deps: RegistrarDeps) {
    this.#deps = deps
    this.#records = deps.registrations
    this.#present = createPresentRegistration(deps.clock.now)
    const own = { ...deps, present: this.#present }
    const inTurn = this.#inTurn
    const register = createRegistering(own)
    const deletion = createDeletion(own)
    const { read, planUpdate, update, rotateSecret } = createLifeCycle(own)
    const findLost = createSearch({ ...own, rotateSecret })
    this.#register = ({ id = randomUUID(), ...order }) =>
      inTurn(id, () => register(id, { ...order, metadata: deps.askOtherwise(order) }))
    this.remove = (id, call) => inTurn(id, () => deletion(id, call))
    this.read = (id, call) => inTurn(id, () => read(id, call))
    this.planUpdate = planUpdate
    this.update = (id, metadata, call) => inTurn(id, () => update(id, metadata, call))
    this.rotateSecret = (id, call) => inTurn(id, () => rotateSecret(id, call))
    this.findLost = (id) => inTurn(id, () => findLost(id))
  }

  async register(order: RegistrationOrder): ReturnType<Registrar['register']> {
    const { id = '' } = order
    // A repeated id gets its outcome, whatever the settings are by now.
    if (this.#records.get(id))
      return this.#inTurn(id, async () => ({
        registration: this.#present(this.#records.require(id)),
        exchanges: [],
      }))
    return this.registerWith(requireSettings(this.#deps.catalogue, order.catalogueEntry), order)
  }

  async registerWith(
    { options, initialAccessToken }: Pick<EffectiveSettings, 'options' | 'initialAccessToken'>,
    order: ClientOrder,
  ): ReturnType<Registrar['register']> {
    const { provider, idp_host, registration_endpoint } = options
    const driver = getDriver(provider)
    const metadata = buildMetadata(driver, options, order)
    const { registration, answer } = await this.#register({
      ...order,
      provider,
      idp_host,
      registration_endpoint,
      initialAccessToken,
      metadata,
      mayAddEmptyLists: true,
    })
    if (!answer) return { registration, exchanges: [] }
    if (registration.state === 'active') return { registration, exchanges: [answer.exchange] }
    const outcome = readRegistrationAnswer(answer)
    const { failure: description } = registration
    const error = 'error' in outcome ? outcome.error : { status: answer.status, description }
    throw refuseAnswer(driver, error, answer)
  }

  async registerOnce(order: DirectOrder & { id: string }): Promise<Registration> {
    return (await this.#register(order)).registration
  }

  async registerAt(
    order: Omit<DirectOrder, 'id'>,
  ): Promise<{ registration: Registration; answer: HttpAnswer }> {
    const { registration, answer } = await this.#register(order)
    if (answer) return { registration, answer }
    throw new RangeError('A new id was in the ledger already')
  }

  list(): Registration[] {
    return this.filter(() => true)
  }

  filter(matches: (outline: RegistrationOutline) => boolean): Registration[] {
    return this.#records.filter(matches).map(this.#present).reverse()
  }

  outlines(): readonly RegistrationOutline[] {
    return this.#records.outlines()
  }

  get(id: string): Registration | undefined {
    const record = this.#records.get(id)
    return record && this.#present(record)
  }

  findByClientId(clientId: string): Registration | undefined {
    return this.filter(({ client_id }) => client_id === clientId)[0]
  }

  async adopt(adoption: Adoption): Promise<Registration> {
    const { private_key } = adoption
    const key = private_key === undefined ? undefined : await readPrivateKey(private_key)
    return this.#records.transact((transaction) => {
      const rivals = transaction.filter('registrations', (other) => isRival(adoption, other))
      // To adopt a client that was observed is to take its row over.
      const observed = rivals.find((other) => isObserved(adoption, other))
      const others = rivals.filter((other) => other !== observed)
      assertAdoptable(adoption, others)
      const record = adoptClient(this.#deps.vault, { ...adoption, private_key: key }, observed)
      transaction.put('registrations', record.id, record)
      return this.#present(transaction.require('registrations', record.id))
    })
  }

  sweep(scope: SweepScope): Promise<Sweep> {
    return sweepClients(this.outlines(), scope, (id) => this.remove(id))
  }

  previewSweep(scope: SweepScope): SweepPreview {
    return previewSweep(this.outlines(), scope, (id) => this.get(id) ?? [])
  }

  checkBudget(scope: SweepScope, budget: number): BudgetCheck {
    const found = this.outlines().filter((client) => isAlive(client, scope))
    const newest = found.slice(-MOST_NAMED).toReversed()
    return checkBudget(
      { count: found.length, newest: newest.flatMap(({ id }) => this.get(id) ?? []) },
      budget,
    )
  }

  canManage(id: string): boolean {
    return findManagementEndpoint(this.#deps.vault, this.#records.require(id)) !== undefined
  }

  async markCaptured(id: string): Promise<Registration> {
    const captured_at = new Date().toISOString()
    return this.#present(await this.#records.change(id, (newest) => ({ ...newest, captured_at })))
  }

  async takeSecretOnce(id: string): Promise<string | undefined> {
    const sealed = await this.#records.transact((transaction) => {
      const record = transaction.require('registrations', id)
      if (record.is_secret_shown || record.client_secret === undefined) return undefined
      transaction.put('registrations', id, { ...record, is_secret_shown: true })
      return record.client_secret
    })
    if (sealed === undefined) return undefined
    return this.#deps.vault.open(sealed, registrationPlace(id, 'client_secret'))
  }

  readonly keepWorkingSecret: Registrar['keepWorkingSecret'] = async (tried, worked) => {
    if (tried.other_client_secrets === undefined) return
    await this.#records.change(tried.id, (newest) => ({
      ...newest,
      ...keepWorking(newest, { tried, worked }),
    }))
  }

  async settleIntents(): Promise<void> {
    const failure =
      'The companion stopped before the answer was written; the client may exist at the identity provider.'
    await this.#records.transact((transaction) => {
      const isOpen = ({
        state,
        renewal_asked_at,
        deletion_asked_at,
      }: RegistrationOutline): boolean =>
        state === 'intent' || renewal_asked_at !== undefined || deletion_asked_at !== undefined
      for (const record of transaction.filter('registrations', isOpen)) {
        const { owner, ...rest } = record
        const isAbandoned = owner === undefined || !this.#deps.isOwnerAlive(owner)
        const open = record.state === 'active' ? describeOpen(record) : undefined
        if (record.state === 'intent' && isAbandoned)
          transaction.put('registrations', record.id, { ...rest, state: 'unknown', failure })
        else if (open !== undefined && open !== record.failure)
          transaction.put('registrations', record.id, { ...record, failure: open })
      }
    })
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
  options: EffectiveSettings['options'],
  order: ClientOrder,
): ClientMetadata {
  const built = driver.buildMetadata({
    client_name: order.client_name,
    redirect_uris: order.redirect_uris,
    options,
    extra: order.metadata,
  })
  const metadata = { ...built, ...order.further }
  const refusal = driver.findRefusal(metadata)
  if (!refusal) return metadata
  throw new AppError('CLIENT_METADATA_REFUSED', {
    detail: `${driver.label} would answer 400 ${refusal.error}: ${refusal.error_description}`,
    hint: refusal.hint,
    issues: refusal.issues,
    fixes: refusal.fixes.map((fix) => aimFix(fix, order)),
  })
}

/** A fix of metadata that was typed for this client alone has to change that input. */
function aimFix(fix: Fix, { metadata, further, step }: ClientOrder): Fix {
  const typed = { ...metadata, ...further }
  const isTyped = Object.keys(fix.inputs).some((name) => name in typed)
  return isTyped && step !== undefined ? { ...fix, step } : fix
}
