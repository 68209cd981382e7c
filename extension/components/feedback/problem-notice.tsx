import type { VNode } from 'preact'
import type { Problem } from '#shared/errors/problem.ts'
import { FixButtons, type OnFix } from '../actions/fix-buttons.tsx'
import { Notice } from './notice.tsx'
import { SafeLink } from '../data/safe-link.tsx'

export interface ProblemNoticeProps {
  problem: Problem
  onFix?: OnFix | undefined
}

/** A failure with what happened, what to do, where the rule is written, and the fixes as buttons. */
export function ProblemNotice({ problem, onFix }: ProblemNoticeProps): VNode {
  const { title, detail, hint, reference, fixes = [] } = problem
  return (
    <Notice tone="bad" title={title} isUrgent>
      {detail !== undefined && detail !== title && <p>{detail}</p>}
      {hint !== undefined && <p>{hint}</p>}
      {onFix && <FixButtons fixes={fixes} onFix={onFix} />}
      {reference && (
        <p>
          <SafeLink href={reference.href}>{reference.text}</SafeLink>
        </p>
      )}
    </Notice>
  )
}
