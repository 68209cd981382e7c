import type { StepId } from '#shared/contract/run.ts'
import type { ProductName, Products } from '#shared/journeys/products.ts'
import { findStep } from '#shared/journeys/read-steps.ts'
import type { CallContext } from '../outgoing/http-client.ts'
import { runPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RunRecord } from '../store/schema.ts'
import { requireProduct } from './require-product.ts'
import { openSecrets } from './step-inputs.ts'

/** One step of one run, while it is being carried out. */
export interface StepContext<I> {
  run: RunRecord
  products: Products
  inputs: I
  /** Aborted when a person cancels the step. */
  signal: AbortSignal
  /** A secret input that was typed now or earlier, in this step or in the one that is named. */
  findSecret(field: string, of?: StepId): string | undefined
  /** Something that an earlier step made. @throws AppError `STEP_NOT_READY` naming that step. */
  require(product: ProductName): string
  /** Encrypts a product that is a secret. */
  seal(product: ProductName, secret: string): string
  /** A product that is a secret, in plain, when there is one. */
  open(product: ProductName): string | undefined
  /** "step 9", or "an earlier step" where this journey does not have it. */
  nameStep: (id: StepId | undefined) => string
  /** How a call of this step is filed. */
  call(from: CallContext['from'], to: CallContext['to'], label: string): CallContext
}

export interface ContextParts {
  run: RunRecord
  step: StepId
  inputs: unknown
  secrets: Record<string, string>
  signal: AbortSignal
}

export function createStepContext(vault: Vault, parts: ContextParts): StepContext<unknown> {
  const { run, step, inputs, secrets, signal } = parts
  return {
    run,
    products: run.products,
    inputs,
    signal,
    findSecret: (field, of = step) =>
      of === step ? secrets[field] : openSecrets(vault, run, of)[field],
    require: (product) => requireProduct(run, product),
    seal: (product, secret) => vault.seal(secret, runPlace(run.id, product)),
    open(product) {
      const sealed = run.products[product]
      return sealed === undefined ? undefined : vault.open(sealed, runPlace(run.id, product))
    },
    nameStep(id) {
      const found = id === undefined ? undefined : findStep(run, id)
      return found ? `step ${found.number}` : 'an earlier step'
    },
    call: (from, to, label) => ({ run: run.id, step, from, to, label, signal }),
  }
}
