import type { VNode } from 'preact'
import type { AttemptVerdict } from '#shared/contract/replay/attempt.ts'
import styles from './verdict-strip.module.css'

/** A verdict as a strip: full is passed, tall is failed, outlined was not reached. The sentence says the same. */
export function VerdictStrip({ verdict }: { verdict: AttemptVerdict }): VNode {
  const { checks, passed } = verdict
  return (
    <div class={styles['strip']}>
      <div class={styles['marks']} aria-hidden="true">
        {checks.map(({ id, title, state }) => (
          <i key={id} data-state={state} title={title} />
        ))}
      </div>
      <p>
        {passed} of {checks.length} checks passed
        {verdict.failed_title !== undefined && `; failed: ${verdict.failed_title}`}
      </p>
    </div>
  )
}
