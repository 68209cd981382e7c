import type { Policy } from '#shared/tyk/policy.ts'
import type { Admission, Admissions } from '../decide/admissions.ts'
import type { Outcome } from '../outcome/outcome.ts'
import type { DefinitionsInUse } from '../api/definitions-in-use.ts'
import type { CompanionCalls } from './calls.ts'
import type { Line } from './line.ts'

/** Asks the companion, which counts the requests of all workers. */
export function createRemoteAdmissions(
  line: Line<CompanionCalls>,
  definitions: DefinitionsInUse,
): Admissions {
  async function admit(admission: Admission): Promise<Outcome> {
    const { api, digest, verified, method, paths, facts } = admission
    const question = { api: api.id, version: api.version, digest, method, paths }
    const answer =
      (await line.ask('admit', { ...question, token: undefined })) ??
      (await line.ask('admit', { ...question, token: verified.token }))
    if (!answer) throw new TypeError('The companion did not take the token')
    const { policyIds, ...known } = answer.facts
    Object.assign(facts, known)
    const policies = policyIds.flatMap((id) => definitions.findPolicy(id) ?? [])
    facts.entitlement = mergeAll(definitions, policies)
    return answer.outcome
  }

  return { admit, takeApiRate: ({ id }, rate) => line.ask('takeApiRate', { api: id, rate }) }
}

function mergeAll(definitions: DefinitionsInUse, policies: readonly Policy[]) {
  return policies.length === 0 ? undefined : definitions.merge(policies)
}
