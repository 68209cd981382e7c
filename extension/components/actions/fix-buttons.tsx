import type { VNode } from 'preact'
import type { Fix } from '#shared/errors/problem.ts'
import { Button } from './button.tsx'
import styles from './fix-buttons.module.css'

/** How to apply a fix: `look` shows the changed form, `run` also runs the failed step again. */
export type OnFix = (fix: Fix, then: 'look' | 'run') => void

export interface FixButtonsProps {
  fixes: readonly Fix[]
  onFix: OnFix
}

export function FixButtons({ fixes, onFix }: FixButtonsProps): VNode | null {
  if (fixes.length === 0) return null
  return (
    <ul class={styles['list']}>
      {fixes.map((fix) => (
        <li key={fix.label} class={styles['row']} role="group" aria-label={fix.label}>
          <Button onClick={() => onFix(fix, 'look')}>{fix.label}</Button>
          {Object.keys(fix.inputs).length > 0 && (
            <Button look="quiet" icon="again" onClick={() => onFix(fix, 'run')}>
              Apply and run again
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
