import type { ApiUnderTest, ClientBehaviour, Finding } from '#shared/contract/doctor.ts'
import type { FaultId } from '#shared/faults/fault.ts'
import type { Evidence } from './evidence.ts'

/** What mends a finding: a change of the client, of the embedded provider, or of the lent API. */
export interface Remedy {
  label: string
  client?: Partial<ClientBehaviour>
  /** What an administrator would change at the provider; the embedded one loses these faults. */
  faults?: readonly FaultId[]
  /** An API of somebody’s own is left as it is: only its owner knows what it is meant to take. */
  api?: Partial<ApiUnderTest>
}

/** One thing that goes wrong, and how it is known from the evidence. */
export interface Rule extends Pick<
  Finding,
  'id' | 'layer' | 'title' | 'expected' | 'cause' | 'reference'
> {
  /** Number in the list of pains that people report. */
  pain?: number
  severity?: Finding['severity']
  /** What was seen, in words, when this is it. */
  find: (evidence: Evidence) => string | false | undefined
  remedy: Remedy
}

export function rfc(number: number, section: string, text: string): Finding['reference'] {
  return {
    text: `RFC ${number} §${section}, ${text}`,
    href: `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`,
  }
}

/** A report from the field. */
export function issue(repository: string, number: number): Finding['reference'] {
  return {
    text: `${repository}#${number}`,
    href: `https://github.com/${repository}/issues/${number}`,
  }
}
