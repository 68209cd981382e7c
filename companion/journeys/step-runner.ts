import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { Fact, StepId, StepResult } from '#shared/contract/run.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { AppError } from '#shared/errors/app-error.ts'
import type { Dialect } from '../idp/dialects/dialect.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Developers } from '../catalogue/developers.ts'
import type { Definitions } from '../definitions/definitions.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { CallContext, Wire } from '../outgoing/client.ts'
import type { Registrar } from '../registrar/registrar.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RunProducts, RunRecord } from '../store/schema.ts'
import type { CollectionName } from '../store/schema.ts'
import type { Tables } from '../store/tables.ts'
import type { Tokens } from '../tokens/tokens.ts'

/** The parts of the companion that steps work with. */
export interface JourneyDeps {
  store: Tables<CollectionName>
  vault: Vault
  wire: Wire
  recorder: Recorder
  registrar: Registrar
  catalogue: Catalogue
  developers: Developers
  definitions: Definitions
  /** A dialect of the embedded identity provider. */
  openDialect: (id: string) => Promise<Dialect>
  requestToken: Tokens['request']
  /** The same token while it lives; a new one where the grant lets it renew. */
  renewToken: (id: string) => Promise<{ id: string; isNew: boolean }>
  findVerdict: (id: string) => Promise<Verdict | undefined>
  addresses: Addresses
  /** Milliseconds since the epoch, on the lab's clock. */
  now: () => number
}

/** One step of one run, while it is being carried out. */
export interface StepContext<I> extends JourneyDeps {
  run: RunRecord
  products: RunProducts
  inputs: I
  /** Aborted when a person cancels the step. */
  signal: AbortSignal
  /** A secret input that was typed now or earlier. */
  findSecret(field: string): string | undefined
  /** How a call of this step is filed. */
  call(from: CallContext['from'], to: CallContext['to'], label: string): CallContext
}

export interface StepOutput {
  result: StepResult
  /** What later steps build on. */
  products?: Partial<RunProducts>
  /** Secrets to keep with the step, by field, as if a person had typed them. */
  keep?: Record<string, string>
  /** Set when the step ended with an answer that is not what a person hoped for. */
  problem?: AppError
}

/** How the companion carries out a step whose words and fields stand in `shared/journeys`. */
export interface StepRunner {
  id: StepId
  /** Values that make sense before a person types anything. Secrets are not among them. */
  suggest(run: RunRecord, deps: JourneyDeps): Record<string, unknown>
  /** @throws AppError when the step failed. */
  carryOut(context: StepContext<never>): Promise<StepOutput>
}

/** Ties a runner to the type of its inputs; the schema in `shared/journeys` has checked them. */
export function defineStep<I>(runner: {
  id: StepId
  suggest(run: RunRecord, deps: JourneyDeps): { [Name in keyof I]?: I[Name] }
  carryOut(context: StepContext<I>): Promise<StepOutput>
}): StepRunner {
  return runner
}

export function text(id: string, label: string, value: string): Fact {
  return { id, label, kind: 'text', value }
}

export function code(id: string, label: string, value: string): Fact {
  return { id, label, kind: 'code', value }
}

/** @param iso - A moment; people see it in their own time zone. */
export function time(id: string, label: string, iso: string): Fact {
  return { id, label, kind: 'time', value: iso }
}

export function link(id: string, label: string, value: string): Fact {
  return { id, label, kind: 'url', value }
}
