import type { BudgetCheck, Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { findAlive, type SweepScope } from './sweep.ts'

/**
 * Compares the living clients of a scope with a client budget.
 *
 * @throws AppError `CLIENTS_LEFT_BEHIND` with an issue for each client.
 */
export function checkBudget(
  clients: readonly Registration[],
  scope: SweepScope,
  budget: number,
): BudgetCheck {
  const alive = findAlive(clients, scope)
  if (alive.length <= budget) return { budget, alive }
  throw new AppError('CLIENTS_LEFT_BEHIND', {
    detail: `Alive: ${alive.length}, allowed: ${budget}. ${alive.map(describe).join('; ')}.`,
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
