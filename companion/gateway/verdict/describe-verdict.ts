import type { Verdict, VerdictCheck } from '#shared/contract/verdict.ts'
import type { Fix } from '#shared/errors/problem.ts'
import type { Catalogue } from '#shared/messages/catalogue.ts'
import { type Speaker, createSpeaker } from '#shared/messages/say.ts'
import type { Cause } from '../outcome/refusal.ts'
import type { DecidedCheck, Decision } from './decision.ts'

export interface Words {
  language: Catalogue
  /** A change that would cure a cause, for the journey at hand. */
  findFix: (cause: Cause) => Fix | undefined
}

/** Puts a decision into words, and keeps the codes beside them. */
export function describeVerdict(decision: Decision, { language, findFix }: Words): Verdict {
  const speaker = createSpeaker(language)
  const describeCause = (cause: Cause): VerdictCheck['causes'][number] => {
    const fix = findFix(cause)
    const text = speaker.say(language.causes, cause)
    return { code: cause.code, ...showFacts(cause), text, ...(fix && { fix }) }
  }
  const checks = decision.checks.map((check): VerdictCheck => {
    const { id, state, evidence, causes } = check
    return {
      id,
      title: language.checks[id].title,
      state,
      ...describeFailure(check, { language, speaker }),
      evidence: evidence.map(({ label, value }) => ({
        label: speaker.label(label),
        value: speaker.value(value),
      })),
      reference: language.checks[id].reference,
      causes: causes.map(describeCause),
    }
  })
  return { ...decision, checks }
}

function describeFailure(
  { code, facts }: DecidedCheck,
  { language, speaker }: { language: Catalogue; speaker: Speaker },
): Pick<VerdictCheck, 'code' | 'facts' | 'reason'> {
  if (code === undefined) return {}
  return { code, ...showFacts({ facts }), reason: speaker.say(language.refusals, { code, facts }) }
}

function showFacts({ facts }: { facts?: object | undefined }): { facts?: Record<string, unknown> } {
  return facts ? { facts: { ...facts } } : {}
}
