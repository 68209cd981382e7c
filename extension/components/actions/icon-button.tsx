import type { VNode } from 'preact'
import styles from './icon-button.module.css'
import { Icon, type IconName } from '../layout/icon.tsx'

export interface IconButtonProps {
  icon: IconName
  /** The action and its object, such as "Copy client id". */
  label: string
  onClick?: () => void
  isPressed?: boolean | undefined
}

export function IconButton({ icon, label, onClick, isPressed }: IconButtonProps): VNode {
  return (
    <button
      class={styles['button']}
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  )
}
