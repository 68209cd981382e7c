import { randomUUID } from 'node:crypto'
import type { Developer } from '#shared/contract/portal.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Run, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { type DialectId, DIALECTS, findDialect } from '#shared/idp/dialects.ts'
import { findStep, listSteps } from '#shared/journeys/read-steps.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { Table } from '../store/table.ts'
import type { RunRecord, StepOutcome } from '../store/schema.ts'
import { clearRun, type ClearRunDeps } from './clear-run.ts'
import { findFreshName } from './fresh-name.ts'
import { fileOutcome } from './mark-outdated.ts'
import { presentRun, type RunningStep } from './present-run.ts'
import type { Rooms } from './rooms.ts'
import { maskOutcome } from './mask-outcome.ts'
import { partInputs, sealSecrets } from './step-inputs.ts'
import { describeSignUp } from './steps/developer.ts'
import { describeRegistration } from './steps/register-client.ts'
import { type Attempt, tryStep, type TryStepDeps } from './try-step.ts'

export interface RunsDeps extends TryStepDeps, ClearRunDeps {
  table: Table<RunRecord>
  rooms: Rooms
  /** Resolves when all exchanges recorded so far are on file. */
  flushRecorder: () => Promise<void>
  /** Masks every secret this process knows, wherever it stands in a text. */
  maskText: (text: string) => string
}

export type RunOrder = Pick<RunRecord, 'journey' | 'target' | 'provider' | 'origin'> & {
  name?: string | undefined
  dialect?: DialectId | undefined
  client_budget?: number | undefined
}

/** Walks through the journey. */
export interface Runs {
  list(): Run[]
  /** @throws AppError `RECORD_NOT_FOUND`. */
  get(id: string): Run
  /** A stored run as people see it, with the steps that are being carried out. */
  present(record: RunRecord): Run
  /** @throws AppError `INPUT_INVALID` when the embedded provider cannot stand in for this one. */
  create(order: RunOrder): Promise<Run>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  rename(id: string, name: string): Promise<Run>
  /** @throws AppError `RECORD_NOT_FOUND` when the run or its step is not there. */
  saveInputs(id: string, step: StepId, inputs: Record<string, unknown>): Promise<Run>
  /**
   * Carries out one step. The run is returned whether the step passed or failed; both outcomes are
   * durable then.
   *
   * @throws AppError `RECORD_NOT_FOUND`, `STEP_BUSY`.
   */
  runStep(id: string, step: StepId, inputs: Record<string, unknown>): Promise<Run>
  /** Ends the waiting of a step, if it runs; it fails with `STEP_CANCELLED`. @throws AppError `RECORD_NOT_FOUND`. */
  cancelStep(id: string, step: StepId): Run
  /** Deletes a run and what it made. @returns What could not be deleted, in words. */
  remove(id: string): Promise<string[]>
  /** Step 9 was done in the portal: files it under the newest run of that catalogue entry. */
  adoptRegistration(registration: Registration): Promise<Run | undefined>
  /**
   * Step 8 was done in the portal: files it under the newest run that has no developer yet, first under
   * one of the catalogue entry that led to the sign-up.
   */
  adoptDeveloper(developer: Developer, entry?: string): Promise<Run | undefined>
}

export function createRuns(deps: RunsDeps): Runs {
  return new KeptRuns(deps)
}

class KeptRuns implements Runs {
  readonly #deps: RunsDeps
  readonly #records: Table<RunRecord>
  readonly #busy = new Map<string, Map<StepId, RunningStep>>()
  readonly #inFlight = new Map<string, Set<Promise<Run>>>()
  /** Runs on their way out: what still runs is waited for, nothing new begins. */
  readonly #leaving = new Set<string>()

  constructor(deps: RunsDeps) {
    this.#deps = deps
    this.#records = deps.table
  }

  list(): Run[] {
    return this.#records
      .list()
      .map(({ id }) => this.get(id))
      .reverse()
  }

  get(id: string): Run {
    return this.present(this.#require(id))
  }

  present(record: RunRecord): Run {
    const busy = this.#busy.get(record.id) ?? new Map<StepId, RunningStep>()
    return presentRun(record, this.#deps.rooms, busy)
  }

  async create(order: RunOrder): Promise<Run> {
    const { name, journey, target, origin, client_budget } = order
    const isEmbedded = target === 'embedded'
    const dialect = isEmbedded ? (order.dialect ?? findDialect(order.provider)) : undefined
    const { provider, label } = dialect
      ? DIALECTS[dialect]
      : { provider: order.provider, label: PROVIDER_LABELS[order.provider] }
    if (isEmbedded && dialect === undefined)
      throw new AppError('INPUT_INVALID', {
        detail: `The embedded identity provider cannot stand in for ${label}.`,
        hint: 'Choose another kind, or give the address of your own provider.',
      })
    const id = randomUUID()
    const created_at = new Date().toISOString()
    await this.#records.transact((rows) => {
      rows.put(id, {
        id,
        name: name ?? findName(label, rows.list()),
        journey,
        target,
        provider,
        ...(dialect !== undefined && { dialect }),
        origin,
        created_at,
        ...(client_budget !== undefined && { client_budget }),
        drafts: {},
        kept_secrets: {},
        outcomes: {},
        products: {},
      })
    })
    return this.get(id)
  }

  rename(id: string, name: string): Promise<Run> {
    return this.#change(id, (record) => ({ ...record, name }))
  }

  async saveInputs(id: string, step: StepId, inputs: Record<string, unknown>): Promise<Run> {
    this.#assertStep(id, step)
    return this.#change(id, (record) => {
      const { plain, secrets } = partInputs(record, step, inputs)
      return {
        ...record,
        drafts: { ...record.drafts, [step]: { ...record.drafts[step], ...plain } },
        kept_secrets: sealSecrets(this.#deps.vault, record, { step, secrets }),
      }
    })
  }

  async runStep(id: string, step: StepId, inputs: Record<string, unknown>): Promise<Run> {
    this.#assertStep(id, step)
    if (this.#leaving.has(id)) throw noSuchRun(id)
    const steps = this.#busy.get(id) ?? new Map<StepId, RunningStep>()
    if (steps.has(step)) throw new AppError('STEP_BUSY', { hint: 'Wait for it to finish.' })
    const startedAt = new Date().toISOString()
    this.#busy.set(id, steps.set(step, { startedAt, abort: new AbortController() }))
    const running = this.#finishStep(id, step, inputs)
    const inFlight = this.#inFlight.get(id) ?? new Set<Promise<Run>>()
    this.#inFlight.set(id, inFlight.add(running))
    try {
      return await running
    } finally {
      steps.delete(step)
      inFlight.delete(running)
    }
  }

  async #finishStep(id: string, step: StepId, inputs: Record<string, unknown>): Promise<Run> {
    await this.saveInputs(id, step, inputs)
    const { outcome, output } = await this.#carryOut(id, step)
    this.#busy.get(id)?.delete(step)
    return this.#change(id, (record) => ({
      ...record,
      outcomes: fileOutcome(record, step, maskOutcome(outcome, this.#deps.maskText)),
      products: { ...record.products, ...output?.products },
      kept_secrets: sealSecrets(this.#deps.vault, record, { step, secrets: output?.keep ?? {} }),
    }))
  }

  cancelStep(id: string, step: StepId): Run {
    this.#busy.get(id)?.get(step)?.abort.abort()
    return this.get(id)
  }

  async remove(id: string): Promise<string[]> {
    this.#require(id)
    this.#leaving.add(id)
    try {
      // A step in flight may be making a client right now; it belongs to what is cleared.
      await Promise.allSettled(this.#inFlight.get(id) ?? new Set<Promise<Run>>())
      const leftBehind = await clearRun(this.#deps, this.#require(id))
      await this.#records.transact((rows) => rows.delete(id))
      this.#busy.delete(id)
      this.#inFlight.delete(id)
      return leftBehind
    } finally {
      this.#leaving.delete(id)
    }
  }

  async adoptRegistration(registration: Registration): Promise<Run | undefined> {
    const owner = this.#records
      .list()
      .findLast(({ products }) => products.entry_id === registration.catalogue_entry)
    if (!owner) return undefined
    const separator = this.#deps.rooms.catalogue.settings().oauth_redirect_uri_separator
    const adopted: StepOutcome = {
      state: 'passed',
      result: describeRegistration(registration, separator, 'portal'),
      exchanges: findExchanges(this.#deps.rooms, registration),
      started_at: registration.created_at,
      ms: 0,
    }
    return this.#change(owner.id, (record) => ({
      ...record,
      outcomes: fileOutcome(record, 'register-client', adopted),
      products: { ...record.products, registration_id: registration.id },
    }))
  }

  async adoptDeveloper(developer: Developer, entry?: string): Promise<Run | undefined> {
    const adopted: StepOutcome = {
      state: 'passed',
      result: describeSignUp(developer, this.#deps.rooms.addresses.portal),
      exchanges: [],
      started_at: developer.created_at,
      ms: 0,
    }
    const id = await this.#records.transact((rows) => {
      const owner = findWaiting(rows.list(), entry)
      if (!owner) return undefined
      rows.put(owner.id, {
        ...owner,
        outcomes: fileOutcome(owner, 'developer', adopted),
        products: { ...owner.products, developer_id: developer.id },
      })
      return owner.id
    })
    return id === undefined ? undefined : this.get(id)
  }

  /** The exchanges are those the step has caused, in the order in which they were begun. */
  async #carryOut(id: string, step: StepId): Promise<Attempt> {
    const { rooms, flushRecorder } = this.#deps
    const running = this.#busy.get(id)?.get(step)
    const started_at = running?.startedAt ?? new Date().toISOString()
    const signal = running?.abort.signal ?? new AbortController().signal
    const start = performance.now()
    const attempt = await tryStep(this.#deps, this.#require(id), { step, signal })
    await flushRecorder()
    const exchanges = rooms.recorder
      .list({ run: id, limit: 500 })
      .filter((exchange) => exchange.step === step && exchange.at >= started_at)
      .sort((left, right) => left.at.localeCompare(right.at))
      .map((exchange) => exchange.id)
    const ms = Math.round((performance.now() - start) * 10) / 10
    return { ...attempt, outcome: { ...attempt.outcome, exchanges, started_at, ms } }
  }

  async #change(id: string, edit: (record: RunRecord) => RunRecord): Promise<Run> {
    await this.#records.transact((rows) => {
      rows.put(id, edit(rows.require(id)))
    })
    return this.get(id)
  }

  #assertStep(id: string, step: StepId): void {
    const run = this.#require(id)
    if (findStep(run, step)) return
    throw new AppError('RECORD_NOT_FOUND', {
      detail: `The journey of this run, "${run.journey}", has no step "${step}".`,
      hint: `Its steps are ${listSteps(run)
        .map((one) => one.id)
        .join(', ')}.`,
    })
  }

  #require(id: string): RunRecord {
    return this.#records.require(id)
  }
}

/** The provider's name, with the first number that makes it differ from the names of other runs. */
function findName(provider: string, runs: readonly RunRecord[]): string {
  const taken = new Set(runs.map(({ name }) => name))
  return findFreshName(provider, (name) => taken.has(name))
}

/** The newest run without a developer; one of this catalogue entry before others. */
function findWaiting(runs: readonly RunRecord[], entry: string | undefined): RunRecord | undefined {
  const waiting = runs.filter(
    (run) => findStep(run, 'developer') && run.products.developer_id === undefined,
  )
  return (
    waiting.findLast(({ products }) => entry !== undefined && products.entry_id === entry) ??
    waiting.at(-1)
  )
}

function noSuchRun(id: string): AppError {
  return new AppError('RECORD_NOT_FOUND', { detail: `No run has the id ${id}.` })
}

function findExchanges(
  { recorder }: Pick<Rooms, 'recorder'>,
  registration: Registration,
): string[] {
  const about = recorder
    .list({ limit: 500 })
    .filter(
      ({ label, response }) =>
        label === 'Register client' && response?.body?.text.includes(`"${registration.client_id}"`),
    )
  return about.map(({ id }) => id)
}
