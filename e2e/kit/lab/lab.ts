import type { Exchange } from '#shared/contract/exchange.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Run, StepId } from '#shared/contract/run.ts'
import type { DialectId } from '#shared/idp/dialects.ts'
import type { JourneyId } from '#shared/journeys/journeys.ts'
import type { OutsideProvider } from './choose-provider.ts'
import type { KitCompanion } from './companion-child.ts'
import { describeExchange } from './describe-exchange.ts'
import { findUndeleted, removeEverything } from './remove-everything.ts'
import { readWire, Rejection, toRejection } from './rejection.ts'

/** Shows what is done as a step of the test, where the test runner has steps. */
export type ShowStep = <T>(title: string, body: () => Promise<T>) => Promise<T>

export interface LabOptions {
  dialect: DialectId
  scenario?: string | undefined
  provider?: OutsideProvider | undefined
  clockOffsetSeconds?: number | undefined
  budget?: number | undefined
}

/** More than one action of a test makes. */
const FEW = 10
const MANY = 500

/** One test's use of the companion: what it does, what goes over the wire, and what it leaves. */
export class Lab {
  readonly companion: KitCompanion
  readonly options: LabOptions
  /** What went over the wire since the test began, the oldest first. */
  readonly exchanges: Exchange[] = []
  readonly #show: ShowStep
  #observing: Promise<unknown> = Promise.resolve()

  private constructor(companion: KitCompanion, options: LabOptions, show: ShowStep) {
    this.companion = companion
    this.options = options
    this.#show = show
  }

  /** Begins a test: the clock and the scenario are as its options say. @throws Rejection. */
  static async begin(companion: KitCompanion, options: LabOptions, show: ShowStep): Promise<Lab> {
    const lab = new Lab(companion, options, show)
    const { scenario, clockOffsetSeconds = 0 } = options
    if (scenario !== undefined) await lab.startScenario(scenario)
    if (clockOffsetSeconds !== 0)
      await companion.api.putClock({ body: { offset_seconds: clockOffsetSeconds } })
    return lab
  }

  get api(): KitCompanion['api'] {
    return this.companion.api
  }

  /**
   * Does something and shows it, with a step for each exchange that it caused.
   *
   * @throws Rejection with the provider's code when the companion or the provider refuses.
   */
  act<T>(title: string, body: () => Promise<T>): Promise<T> {
    return this.#show(title, async () => {
      try {
        const result = await body()
        await this.observe()
        return result
      } catch (thrown) {
        throw toRejection(thrown, await this.observe())
      }
    })
  }

  /** Shows the exchanges since the last look. @returns These exchanges, the oldest first. */
  observe(): Promise<Exchange[]> {
    const looking = this.#observing.then(() => this.#look())
    this.#observing = looking.catch(() => undefined)
    return looking
  }

  /** @throws Rejection where the scenario is unknown, or the provider is outside. */
  async startScenario(name: string): Promise<void> {
    if (this.options.provider)
      throw new Rejection(
        {
          message: `The scenario "${name}" breaks the embedded identity provider, and this test uses ${this.options.provider.host}. Leave the scenario out, or unset DCR_LAB_IDP_HOST.`,
          code: 'INPUT_INVALID',
        },
        { codes: [] },
      )
    await this.act(`Start scenario ${name}`, () => this.api.startScenario({ body: { name } }))
  }

  /** A run at the provider of this test. */
  createRun(journey: JourneyId): Promise<Run> {
    const { provider, dialect } = this.options
    const place = provider
      ? { target: 'provider' as const, provider: provider.kind ?? 'okta' }
      : { target: 'embedded' as const, dialect }
    return this.api.createRun({ body: { journey, origin: 'test', ...place } })
  }

  /** The inputs of a step that only the provider of this test decides. */
  inputsOf(step: StepId): Record<string, unknown> {
    const { provider } = this.options
    if (step !== 'api-token' || !provider) return {}
    const { host, token } = provider
    return { idp_host: host, ...(token !== undefined && { api_token: token }) }
  }

  /** The error of a registration that the provider refused. */
  async rejectRegistration({ failure, id }: Registration): Promise<Rejection> {
    const wire = readWire(await this.observe())
    const codes = wire.codes.length > 0 ? wire.codes : ['PROVIDER_REJECTED']
    const status = wire.status === undefined ? '' : ` (status ${wire.status})`
    return new Rejection(
      {
        message: `The provider refused the registration: ${codes[0]}${status}. ${failure ?? ''}`,
        code: 'PROVIDER_REJECTED',
        hint: `Registration ${id} of the ledger has what was asked.`,
      },
      { ...wire, codes },
    )
  }

  /** Clients that are registered, or perhaps. */
  findUndeleted(): Promise<Registration[]> {
    return findUndeleted(this.api)
  }

  /** The clients that were not deleted, beyond the budget of this test, in words. */
  async checkBudget(): Promise<string[]> {
    return describeOverBudget(await this.findUndeleted(), this.options.budget)
  }

  /** Ends a test: conditions, clients and records. @returns The clients that could not be deleted, in words. */
  async end(): Promise<string[]> {
    const left = await removeEverything(this.companion)
    await this.observe()
    return left
  }

  async #look(): Promise<Exchange[]> {
    let found = await this.#listNew(FEW)
    if (found.length === FEW) found = await this.#listNew(MANY)
    this.companion.newestExchange = found[0]?.id ?? this.companion.newestExchange
    const fresh = found.reverse()
    this.exchanges.push(...fresh)
    for (const exchange of fresh)
      await this.#show(describeExchange(exchange), async () => undefined)
    return fresh
  }

  async #listNew(limit: number): Promise<Exchange[]> {
    const listed = await this.api.listExchanges({ query: { limit } })
    const known = listed.findIndex(({ id }) => id === this.companion.newestExchange)
    return known === -1 ? listed : listed.slice(0, known)
  }
}

function describeOverBudget(left: readonly Registration[], budget = Infinity): string[] {
  if (left.length <= budget) return []
  const count = left.length === 1 ? '1 client' : `${left.length} clients`
  const names = left.map(({ client_name, client_id }) => `${client_name} (${client_id ?? '?'})`)
  return [
    `The test left ${count} undeleted, its budget is ${budget}: ${names.join(', ')}. Delete what the test does not need any more, or raise dcrBudget.`,
  ]
}
