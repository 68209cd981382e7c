import type { VNode } from 'preact'
import type { Finding } from '#shared/contract/doctor.ts'
import { Button } from '../../components/actions/button.tsx'
import { Icon } from '../../components/layout/icon.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import styles from './doctor.module.css'

export interface FindingCardProps {
  finding: Finding
  onFix: () => void
}

/** One finding: observation, expectation, cause, section of the standard, and fix. */
export function FindingCard({ finding, onFix }: FindingCardProps): VNode {
  const { title, severity, seen, expected, cause, reference, fix } = finding
  const isError = severity === 'error'
  return (
    <div class={styles['finding']} data-severity={severity}>
      <h3>
        <Icon name={isError ? 'cross' : 'warning'} />
        <span>{title}</span>
      </h3>
      <dl>
        <div>
          <dt>Seen</dt>
          <dd>{seen}</dd>
        </div>
        <div>
          <dt>Expected</dt>
          <dd>{expected}</dd>
        </div>
        <div>
          <dt>Cause</dt>
          <dd>{cause}</dd>
        </div>
        {!fix.is_automatic && (
          <div>
            <dt>To do</dt>
            <dd>{fix.label}</dd>
          </div>
        )}
      </dl>
      <p>
        <SafeLink href={reference.href}>{reference.text}</SafeLink>
      </p>
      {fix.is_automatic && (
        <div class={styles['fix']}>
          <p>{fix.label}.</p>
          <Button icon="again" onClick={onFix}>
            Apply and examine again
          </Button>
        </div>
      )}
    </div>
  )
}
