import type { ApiClient } from '#shared/contract/api-client.ts'
import { type ApiClientOptions, type LooseInput, sendCall } from '#shared/contract/send-call.ts'
import type { Problem } from '#shared/errors/problem.ts'
import type { Operations } from '../../../companion/cli/kit/kit-messages.ts'

/**
 * A client of the control API that does not load the contract, which takes 60 ms of every worker. Replies
 * need no check here: companion and kit are of one package.
 *
 * @param operations - As the companion names them when it is ready.
 * @throws AppError with the companion's own code; `COMPANION_UNREACHABLE` when no answer comes.
 */
export function createLightClient(options: ApiClientOptions, operations: Operations): ApiClient {
  const calls = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: LooseInput = {}) => sendCall({ ...options, readProblem }, operation, input),
  ])
  return Object.fromEntries(calls) as ApiClient
}

function readProblem(reply: unknown): Problem | undefined {
  const isProblem = typeof reply === 'object' && reply !== null && 'code' in reply
  return isProblem ? (reply as Problem) : undefined
}
