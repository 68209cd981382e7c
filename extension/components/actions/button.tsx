import type { ComponentChildren, VNode } from 'preact'
import styles from './button.module.css'
import { Icon, type IconName } from '../layout/icon.tsx'

export interface ButtonProps {
  children: ComponentChildren
  /** The accessible name where the text alone is ambiguous, such as "Switch off outage". */
  label?: string | undefined
  onClick?: (() => void) | undefined
  /** `danger`: the action cannot be undone. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  type?: 'button' | 'submit'
  form?: string | undefined
  icon?: IconName | undefined
  disabled?: boolean | undefined
  /** True while the action runs: the button keeps its place and its focus. */
  isBusy?: boolean | undefined
  /** Whether the menu or section of this button is open. */
  isPressed?: boolean | undefined
}

export function Button(props: ButtonProps): VNode {
  const { look = 'plain', type = 'button', isBusy = false, disabled = false } = props
  return (
    <button
      class={styles['button']}
      type={type}
      form={props.form}
      data-look={look}
      disabled={disabled && !isBusy}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      aria-pressed={props.isPressed}
      aria-label={props.label}
      onClick={(event) => {
        if (isBusy) event.preventDefault()
        else props.onClick?.()
      }}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </button>
  )
}
