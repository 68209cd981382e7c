import type { AdmissionsDeps } from '../decide/admissions.ts'
import { type ApiRateTaken, createAdmissions } from '../decide/admissions.ts'
import type { Outcome } from '../outcome/outcome.ts'
import type { CompiledApi } from '../api/compiled-api.ts'
import type { ApiRate } from '../endpoint/endpoint-rules.ts'
import { type Facts, openFacts } from '../decide/facts.ts'
import { refuse } from '../outcome/refusal.ts'
import { TYK } from '../outcome/tyk-answers.ts'
import { createTokenCache } from '../decide/token-cache.ts'
import type { AdmitAnswer, AdmitQuestion, AdmittedFacts } from './calls.ts'

export interface AdmissionAnswers {
  admit(question: AdmitQuestion): AdmitAnswer | Promise<AdmitAnswer>
  takeApiRate(question: { api: string; rate: ApiRate }): ApiRateTaken | Promise<ApiRateTaken>
}

/** Counts for all workers, so that a limit holds for them together. */
export function answerAdmissions(deps: AdmissionsDeps): AdmissionAnswers {
  const admissions = createAdmissions(deps)
  const tokens = createTokenCache()

  function findVerified({ jwt: rules }: CompiledApi, { digest, token }: AdmitQuestion) {
    const known = tokens.find(rules, digest)
    if (known || !token) return known
    return tokens.keep(digest, { rules, token, fingerprint: '' })
  }

  return {
    admit(question) {
      const api = deps.definitions.findApi(question.api, question.version)
      const facts = openFacts()
      if (!api) return answer(REFUSED, facts)
      const verified = findVerified(api, question)
      if (!verified) return undefined
      const { digest, method, paths } = question
      const outcome = admissions.admit({ api, digest, verified, method, paths, facts })
      if (outcome instanceof Promise) return outcome.then((known) => answer(known, facts))
      return answer(outcome, facts)
    },
    takeApiRate({ api: id, rate }) {
      const api = deps.definitions.findApi(id)
      if (api) return admissions.takeApiRate(api, rate)
      return { outcome: REFUSED, rate: undefined, rateResetAtMs: 0 }
    },
  }
}

const REFUSED = refuse('route', TYK.unknownPath, { code: 'API_DELETED' })

function answer(outcome: Outcome, facts: Facts): AdmitAnswer {
  return { outcome, facts: tellFacts(facts) }
}

/** What a worker is told of the facts, without what only this process can use. */
export function tellFacts(facts: Facts): AdmittedFacts {
  const { identity, policySource, session, limits } = facts
  const { rate, rateResetAtMs, quota, quotaResetAtMs } = facts
  return {
    identity,
    policySource,
    policyIds: facts.entitlement?.policyIds ?? [],
    session: session && { startedAtMs: session.startedAtMs, endsAtMs: session.endsAtMs },
    limits,
    rate,
    rateResetAtMs,
    quota,
    quotaResetAtMs,
  }
}
