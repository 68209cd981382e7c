import type { VNode } from 'preact'
import type { Registration } from '#shared/contract/registration.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { Row, RowLine, type RowProps } from '../../components/data/row-list.tsx'
import { type ChipTone, StateChip } from '../../components/feedback/state-chip.tsx'
import { formatAge } from '../../lib/time-words.ts'
import {
  describeSecretLife,
  STATE_WORDS,
  UNCHECKED,
  type ShownState,
  findShownState,
  MAKER_WORDS,
  nameClient,
  nameHost,
} from './client-words.ts'

const TONES: Record<ShownState, ChipTone> = {
  registered: 'info',
  unknown: 'warn',
  deleted: 'muted',
  refused: 'bad',
}

export function FateChip({ client }: { client: Registration }): VNode {
  const state = findShownState(client)
  if (state === 'registered' && client.is_unchecked)
    return <StateChip tone="muted">{UNCHECKED}</StateChip>
  return <StateChip tone={TONES[state]}>{STATE_WORDS[state]}</StateChip>
}

export interface ClientRowProps extends Omit<RowProps, 'children'> {
  client: Registration
  nowMs: number
  /** Milliseconds by which the lab's clock is ahead: secrets end on it. */
  offsetMs: number
}

/** One client of the ledger in four lines at most: name, origin, provider, end of the secret. */
export function ClientRow({ client, nowMs, offsetMs, ...props }: ClientRowProps): VNode {
  const life = describeSecretLife(client, nowMs + offsetMs)
  return (
    <Row {...props}>
      <RowLine>
        <strong>{nameClient(client)}</strong>
        <FateChip client={client} />
      </RowLine>
      {client.client_id !== undefined && <code>{client.client_id}</code>}
      <RowLine>
        <span>
          {MAKER_WORDS[client.origin]} · {PROVIDER_LABELS[client.provider]} at {nameHost(client)}
        </span>
        <time dateTime={client.created_at}>{formatAge(Date.parse(client.created_at), nowMs)}</time>
      </RowLine>
      {life && (
        <span>
          <StateChip tone={life.tone}>{life.text}</StateChip>
        </span>
      )}
    </Row>
  )
}
