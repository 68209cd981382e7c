import type { ComponentChildren, VNode } from 'preact'
import styles from './safe-link.module.css'
import { Icon } from '../layout/icon.tsx'

/** Whether a link may be followed: http or https, never a scheme that runs something. */
export function isWebAddress(href: string): boolean {
  return URL.canParse(href) && ['http:', 'https:'].includes(new URL(href).protocol)
}

/** A link that opens in a new tab; an address with another scheme stays plain text. */
export function SafeLink({ href, children }: { href: string; children: ComponentChildren }): VNode {
  if (!isWebAddress(href)) return <span>{children}</span>
  return (
    <a class={styles['link']} href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <Icon name="external" />
    </a>
  )
}
