import type { VNode } from 'preact'
import type { SweepPreview } from '#shared/contract/registration.ts'
import { formatCount } from '../../lib/format-count.ts'
import { nameClient, nameHost } from './client-words.ts'
import styles from './clients.module.css'

/** The clients that are about to be deleted: some by their names, the others by their number. */
export function Victims({ count, clients }: SweepPreview): VNode {
  return (
    <ul class={styles['victims']}>
      {clients.map((client) => (
        <li key={client.id}>
          {nameClient(client)} <span>{nameHost(client)}</span>
        </li>
      ))}
      {count > clients.length && <li>and {formatCount(count - clients.length)} more</li>}
    </ul>
  )
}
