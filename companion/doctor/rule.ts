import type { ApiUnderTest, ClientBehaviour, Finding } from '#shared/contract/doctor.ts'
import type { FaultId } from '#shared/faults/fault.ts'
import type { Catalogue } from '#shared/messages/catalogue.ts'
import type { Evidence } from './evidence.ts'

/** The fix of a finding: a change of the client, of the embedded provider, or of the temporary API. */
export interface RuleFix {
  client?: Partial<ClientBehaviour>
  /** An administrator's change at the provider; at the embedded provider, these faults are switched off. */
  faults?: readonly FaultId[]
  /**
   * A change of the temporary API. Existing APIs are never changed, since only their owners know which
   * tokens they are meant to accept.
   */
  api?: Partial<ApiUnderTest>
}

type Findings = Catalogue['findings']
type FactsOf<T> = T extends { seen: (facts: infer F) => string }
  ? F
  : Readonly<Record<string, never>>

interface RuleOf<Id extends keyof Findings> extends Pick<Finding, 'layer' | 'reference'> {
  /** Under which the sentences of the finding stand in the catalogue. */
  id: Id
  /** Number in the list of pains that people report. */
  pain?: number
  severity?: Finding['severity']
  /** In place of `layer`, where the rule speaks of several. */
  layerOf?: (evidence: Evidence) => Finding['layer'] | undefined
  /** What was seen when this is it: the facts of its sentence. */
  find: (evidence: Evidence) => FactsOf<Findings[Id]> | false | undefined
  fix: RuleFix
}

/** One thing that goes wrong, and how it is known from the evidence. */
export type Rule = { [Id in keyof Findings]: RuleOf<Id> }[keyof Findings]

export function rfc(number: number, section: string, text: string): Finding['reference'] {
  return {
    text: `RFC ${number} §${section}, ${text}`,
    href: `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`,
  }
}

/** A user's report of the problem. */
export function issue(repository: string, number: number): Finding['reference'] {
  return {
    text: `${repository}#${number}`,
    href: `https://github.com/${repository}/issues/${number}`,
  }
}
