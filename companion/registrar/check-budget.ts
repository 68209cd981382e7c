import type { BudgetCheck, Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'

/** So many clients are named; of more than these the number is said. */
export const MOST_NAMED = 200

/** The clients of a scope that exist, or may exist, at their providers. */
export interface LivingClients {
  count: number
  /** At most `MOST_NAMED`. */
  newest: readonly Registration[]
}

/**
 * Compares the clients of a scope that were not deleted with a client budget.
 *
 * @throws AppError `CLIENTS_LEFT_BEHIND` with an issue for each client, of the newest 200.
 */
export function checkBudget({ count, newest }: LivingClients, budget: number): BudgetCheck {
  if (count <= budget) return { budget, count, clients: [...newest] }
  const rest = count - newest.length
  const others = rest > 0 ? `; and ${rest} more` : ''
  throw new AppError('CLIENTS_LEFT_BEHIND', {
    detail: `Not deleted: ${count}, allowed: ${budget}. ${newest.map(describe).join('; ')}${others}.`,
    hint: 'Delete them, sweep the run, or raise the budget.',
    issues: newest.map((client) => ({
      field: client.id,
      rule: 'client_budget',
      message: describe(client),
    })),
  })
}

function describe({ client_name, client_id, state, registration_endpoint }: Registration): string {
  return `${client_name} (${client_id ?? 'id unknown'}, ${state}) at ${registration_endpoint}`
}
