import type { Status } from '#shared/contract/endpoints/status-endpoints.ts'
import type { AppError } from '#shared/errors/app-error.ts'
import type { ConnectionPhase } from './connection-store.ts'

export interface ConnectionWords {
  text: string
  tone: 'ok' | 'warn' | 'bad' | 'muted'
}

export interface ConnectionFacts {
  phase: ConnectionPhase
  origin: string | undefined
  status: Status | undefined
  lastError: AppError | undefined
}

/** The state of the connection in words, since a coloured dot alone says nothing. */
export function describeConnection(facts: ConnectionFacts): ConnectionWords {
  const { phase, origin, status, lastError } = facts
  if (phase === 'unpaired') return { text: 'Not paired', tone: 'warn' }
  if (phase === 'down' && lastError?.code === 'COMPANION_UNPROVEN')
    return { text: 'Another program answers', tone: 'bad' }
  if (phase === 'down') return { text: 'Companion not running', tone: 'bad' }
  if (phase !== 'connected') return { text: 'Connecting…', tone: 'muted' }
  if (status?.is_read_only) return { text: 'Read only: the disk refuses writes', tone: 'warn' }
  return { text: `Connected · ${origin === undefined ? '' : new URL(origin).host}`, tone: 'ok' }
}
