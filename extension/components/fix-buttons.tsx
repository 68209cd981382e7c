import type { VNode } from 'preact'
import type { Fix } from '#shared/errors/problem.ts'
import { Button } from './button.tsx'
import styles from './fix-buttons.module.css'

export interface FixButtonsProps {
  fixes: readonly Fix[]
  onFix: (fix: Fix) => void
}

export function FixButtons({ fixes, onFix }: FixButtonsProps): VNode | null {
  if (fixes.length === 0) return null
  return (
    <p class={styles['row']}>
      {fixes.map((fix) => (
        <Button key={fix.label} onClick={() => onFix(fix)}>
          {fix.label}
        </Button>
      ))}
    </p>
  )
}
