import type { VNode } from 'preact'
import type { Problem } from '#shared/errors/problem.ts'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import styles from './definitions.module.css'
import { nameMember } from './read-documents.ts'

export interface MemberProblemsProps {
  title: string
  problem: Problem
  /** How many documents were sent. */
  documents: number
}

/** A refusal with a sentence for each member that does not fit. */
export function MemberProblems({ title, problem, documents }: MemberProblemsProps): VNode {
  const { issues = [], hint } = problem
  if (issues.length === 0) return <ProblemNotice problem={problem} />
  return (
    <Notice tone="bad" title={title} isUrgent>
      <dl class={styles['members']}>
        {issues.map(({ field, rule, message }) => (
          <div key={`${field} ${rule}`}>
            <dt>
              <code>{nameMember(field, documents)}</code>
            </dt>
            <dd>{message}</dd>
          </div>
        ))}
      </dl>
      {hint !== undefined && <p>{hint}</p>}
    </Notice>
  )
}
