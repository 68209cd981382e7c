import type { Evidence, StageFailure } from '../evidence.ts'
import { rfc, type Rule } from '../rule.ts'

function findFailure({ failures }: Evidence, kind: StageFailure['kind']): StageFailure | undefined {
  return failures.find((one) => one.kind === kind)
}

function tell(evidence: Evidence, kind: StageFailure['kind']) {
  const first = findFailure(evidence, kind)
  return first && { stage: first.stage, failure: first.failure }
}

/** Stages that have no answer to judge. */
export const FAILURE_RULES: readonly Rule[] = [
  {
    id: 'stage-unanswered',
    layer: 'network',
    layerOf: (evidence) => findFailure(evidence, 'unanswered')?.stage,
    reference: rfc(9110, '15.6.5', '504 Gateway Timeout'),
    find: (evidence) => tell(evidence, 'unanswered'),
    fix: { faults: ['half-answer'] },
  },
  {
    id: 'address-refused',
    layer: 'network',
    layerOf: (evidence) => findFailure(evidence, 'address-refused')?.stage,
    reference: rfc(7591, '5', 'security considerations'),
    find: (evidence) => tell(evidence, 'address-refused'),
    fix: {},
  },
  {
    id: 'stage-unfinished',
    layer: 'network',
    layerOf: (evidence) => findFailure(evidence, 'unfinished')?.stage,
    reference: rfc(7591, '3', 'client registration endpoint'),
    find: (evidence) => tell(evidence, 'unfinished'),
    fix: {},
  },
]

/** For an examination without any finding: what it has not seen, so that nothing is called right. */
export const UNFINISHED_RULE: Rule = {
  id: 'end-not-reached',
  layer: 'gateway',
  reference: rfc(7591, '3', 'client registration endpoint'),
  find: (evidence) => {
    const missing = findMissing(evidence)
    return missing !== undefined && { missing }
  },
  fix: {},
}

function findMissing({ registration, token, call }: Evidence): string | undefined {
  if (registration?.granted === undefined) return 'client'
  if (token?.hasToken !== true) return 'token'
  const isAnswered = call?.verdict?.is_allowed === true && call.status >= 200 && call.status < 300
  return isAnswered ? undefined : 'answer of the API'
}
