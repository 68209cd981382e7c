import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Registration } from '#shared/contract/registration.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { type ChipTone, StateChip } from '../../components/state-chip.tsx'
import { formatAge } from '../../lib/time-words.ts'
import {
  describeSecretLife,
  FATE_WORDS,
  type Fate,
  findFate,
  MAKER_WORDS,
  nameClient,
  nameHost,
} from './client-words.ts'
import styles from './clients.module.css'

const TONES: Record<Fate, ChipTone> = {
  alive: 'ok',
  unknown: 'warn',
  gone: 'muted',
  refused: 'bad',
}

export function FateChip({ client }: { client: Registration }): VNode {
  const fate = findFate(client)
  return <StateChip tone={TONES[fate]}>{FATE_WORDS[fate]}</StateChip>
}

export interface ClientRowProps {
  client: Registration
  nowMs: number
  /** Milliseconds by which the lab's clock is ahead: secrets end on it. */
  offsetMs: number
  /** True for the row that a person comes back to. */
  takesFocus: boolean
  onOpen: () => void
}

/** One client of the ledger in four lines at most: who, by whom, where, for how long. */
export function ClientRow({ client, nowMs, offsetMs, ...props }: ClientRowProps): VNode {
  const { takesFocus, onOpen } = props
  const row = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takesFocus) row.current?.focus()
  }, [takesFocus])
  const life = describeSecretLife(client, nowMs + offsetMs)
  return (
    <li>
      <button type="button" class={styles['row']} ref={row} onClick={onOpen}>
        <span class={styles['line']}>
          <strong>{nameClient(client)}</strong>
          <FateChip client={client} />
        </span>
        {client.client_id !== undefined && <code>{client.client_id}</code>}
        <span class={styles['line']}>
          <span>
            {MAKER_WORDS[client.origin]} · {PROVIDER_LABELS[client.provider]} at {nameHost(client)}
          </span>
          <time dateTime={client.created_at}>
            {formatAge(Date.parse(client.created_at), nowMs)}
          </time>
        </span>
        {life && (
          <span>
            <StateChip tone={life.tone}>{life.text}</StateChip>
          </span>
        )}
      </button>
    </li>
  )
}
