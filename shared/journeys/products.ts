import { type AnyStep, JOURNEYS } from './journeys.ts'
import type { StepId } from './step-ids.ts'

type MadeBy<S extends AnyStep> = NonNullable<S['makes']['products' | 'secrets']>[number]

/** What steps keep with a run, by name. */
export type ProductName = MadeBy<AnyStep>

/** What a step may keep with its run. */
export type Products<Id extends StepId = StepId> = Partial<
  Record<MadeBy<Extract<AnyStep, { id: Id }>>, string>
>

const steps: readonly AnyStep[] = JOURNEYS.flatMap<AnyStep>((journey) => [...journey.steps])

/** Products that are kept as they are. */
export const PLAIN_PRODUCTS: readonly ProductName[] = steps.flatMap(
  ({ makes }) => makes.products ?? [],
)

/** Products that are kept encrypted. */
export const SECRET_PRODUCTS: readonly ProductName[] = steps.flatMap(
  ({ makes }) => makes.secrets ?? [],
)
