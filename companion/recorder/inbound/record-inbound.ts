import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import { MEANINGS } from '#shared/oauth/meaning/oauth-meaning.ts'
import { createCallBudget, weighBodies } from '../call-budget.ts'
import type { RawExchange, Recorder } from '../recorder.ts'
import { type Overheard, overhear } from './tap.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** How requests at one listener are filed. */
export interface InboundListener {
  /** Such as `http://127.0.0.1:8792`. */
  origin: string
  to: RawExchange['to']
  /** @param path - With its query. */
  findMeaning: (method: string, path: string) => OAuthMeaning
  /** Told of what was overheard, secrets included; before it is recorded. */
  observe?: (overheard: Overheard, meaning: OAuthMeaning) => void
}

export interface InboundDeps {
  recorder: Pick<Recorder, 'record'>
  /** The one switch. */
  isOn: () => boolean
  /** Whether this program opened the connection: what it sends is recorded where it is sent. */
  isOwn: (socket: Socket) => boolean
  /** Called at most once a second while requests are left out. */
  onGap: () => void
}

/** Requests that a page makes for its looks. */
const ASSET = /\.(?:css|js|mjs|ico|png|svg|woff2?)$/
/** Meanings of what a person does in a browser. */
const BY_A_PERSON: ReadonlySet<OAuthMeaning> = new Set(['sign_in', 'portal_page', 'other'])

export type RecordInbound = (listener: InboundListener, next: Handler) => Handler

/**
 * Makes handlers that record every request which comes in from elsewhere, within a budget: 500 in a burst,
 * 200 a second in the long run, fewer of large ones. Pages are recorded without their text.
 */
export function createInbound({ recorder, isOn, isOwn, onGap }: InboundDeps): RecordInbound {
  const budget = createCallBudget({ onGap })
  return ({ origin, to, findMeaning, observe }, next) =>
    (request, response) => {
      const { method = '', url = '' } = request
      if (!isOn() || isOwn(request.socket) || ASSET.test(url.split('?', 1)[0] ?? ''))
        return next(request, response)
      overhear(request, response, {
        origin,
        listener(overheard) {
          const meaning = findMeaning(method, url)
          observe?.(overheard, meaning)
          if (!budget.takesCall()) return
          const raw: RawExchange = {
            ...leaveOutPage(overheard),
            from: BY_A_PERSON.has(meaning) ? 'developer' : 'app',
            to,
            label: MEANINGS[meaning],
            meaning,
          }
          budget.spend(weighBodies(raw))
          recorder.record(raw)
        },
      })
      next(request, response)
    }
}

/** The page of an error says why; other pages may show a secret, and say nothing that their address does not. */
function leaveOutPage(overheard: Overheard): Overheard {
  const { response } = overheard
  if (!response || response.status >= 400) return overheard
  const at = response.headers.findIndex(
    (text, i) => i % 2 === 0 && text.toLowerCase() === 'content-type',
  )
  if (at === -1 || !response.headers[at + 1]?.startsWith('text/html')) return overheard
  const { body: _body, sizeBytes: _size, ...rest } = response
  return { ...overheard, response: rest }
}
