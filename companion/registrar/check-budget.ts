import type { BudgetCheck, Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'

/** So many clients are named; of more than these the number is said. */
const MOST_NAMED = 200

/**
 * Compares the living clients of a scope with a client budget.
 *
 * @throws AppError `CLIENTS_LEFT_BEHIND` with an issue for each client, of the newest 200.
 */
export function checkBudget(clients: readonly Registration[], budget: number): BudgetCheck {
  const alive = clients.slice(0, MOST_NAMED)
  if (clients.length <= budget) return { budget, count: clients.length, alive }
  const rest = clients.length - alive.length
  const others = rest > 0 ? `; and ${rest} more` : ''
  throw new AppError('CLIENTS_LEFT_BEHIND', {
    detail: `Alive: ${clients.length}, allowed: ${budget}. ${alive.map(describe).join('; ')}${others}.`,
    hint: 'Delete them, sweep the run, or raise the budget.',
    issues: alive.map((client) => ({
      field: client.id,
      rule: 'client_budget',
      message: describe(client),
    })),
  })
}

function describe({ client_name, client_id, state, registration_endpoint }: Registration): string {
  return `${client_name} (${client_id ?? 'id unknown'}, ${state}) at ${registration_endpoint}`
}
