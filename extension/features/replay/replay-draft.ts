import type { Attempt, ReplayDraft } from '#shared/contract/replay/attempt.ts'
import type { ReplayField, ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { isSecretName } from '#shared/secrets/secret-names.ts'

/** The request on the Replay page. */
export interface Draft {
  name: string
  request: ReplayRequest
  /** The thread that the next attempt belongs to; empty: a new one begins. */
  thread: string
  /** The exchange that a new thread begins with; empty for a request that was typed or imported. */
  exchange: string
  /** What could not be taken over, a sentence each. */
  notes: readonly string[]
}

export const BLANK: Draft = {
  name: 'New request',
  request: {
    method: 'GET',
    url: '/',
    query: [],
    headers: [],
    body: { kind: 'none' },
    token: { kind: 'none' },
    route: 'gateway',
  },
  thread: '',
  exchange: '',
  notes: [],
}

/** A recorded request as the page begins with it. */
export function readDraft({ name, request, exchange, notes }: ReplayDraft): Draft {
  return { name, request, exchange, notes, thread: '' }
}

/** An attempt as the page goes on with it: its secrets are references now. */
export function readAttempt(draft: Draft, { thread, request }: Attempt): Draft {
  return { ...draft, thread, request, exchange: '', notes: [] }
}

export interface Joined {
  /** The draft that went out. */
  sent: Draft
  /** The draft on screen when the answer came. */
  now: Draft
  attempt: Attempt
}

/**
 * The draft on screen after an answer. What was typed while the request was on its way stays; nothing when
 * another request was put on screen meanwhile.
 */
export function joinAttempt({ sent, now, attempt }: Joined): Draft | undefined {
  if (now === sent) return readAttempt(now, attempt)
  const isSame =
    now.name === sent.name && now.thread === sent.thread && now.exchange === sent.exchange
  return isSame ? { ...readAttempt(now, attempt), request: now.request } : undefined
}

/** Whether a draft says anything that would be missed. */
export function isBlank({ name, request, thread, exchange }: Draft): boolean {
  return (
    thread === '' &&
    exchange === '' &&
    name === BLANK.name &&
    JSON.stringify(request) === JSON.stringify(BLANK.request)
  )
}

/** What of a draft may be stored: a secret that was typed stays in the page until it is sent. */
export function withholdSecrets(draft: Draft): Draft {
  const { headers, query, body, token } = draft.request
  return {
    ...draft,
    request: {
      ...draft.request,
      headers: headers.map(withhold),
      query: query.map(withhold),
      body: body.kind === 'form' ? { ...body, fields: body.fields.map(withhold) } : body,
      token: token.kind === 'basic' ? { ...token, password: keepReference(token.password) } : token,
    },
  }
}

function withhold(field: ReplayField): ReplayField {
  return isSecretName(field.name) ? { ...field, value: keepReference(field.value) } : field
}

function keepReference(value: string): string {
  return value.includes('{{secret:') ? value : ''
}
