import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Comparison, Flow, Inspection, Token } from '#shared/contract/token.ts'
import type { Problem } from '#shared/errors/problem.ts'
import { createPagedList, type PagedList } from '../../lib/paged-list.ts'
import { createRecordCache } from '../../lib/record-cache.ts'
import { createWatch } from '../../lib/watch.ts'
import type { Asked } from './read-token-form.ts'

type TokensApi = Pick<
  ApiClient,
  | 'page'
  | 'requestToken'
  | 'startFlow'
  | 'getFlow'
  | 'inspectToken'
  | 'introspectToken'
  | 'revokeToken'
  | 'compareTokens'
>

export interface TokensDeps {
  getApi: () => TokensApi
  announce: (sentence: string) => void
}

/** The stored tokens, and the ways to get more. Actions throw the companion's AppErrors. */
export interface TokensStore {
  /** The newest first. */
  list: PagedList<Token, undefined>
  /** Those of the list that are on screen; nothing until they are read. */
  tokens: ReadonlySignal<readonly Token[] | undefined>
  /** Why they could not be read. */
  problem: ReadonlySignal<Problem | undefined>
  /** The token whose inside is on screen. */
  shown: ReadonlySignal<Token | undefined>
  /** The token that was on screen last: on the way back its row takes the focus. */
  lastShown: ReadonlySignal<string | undefined>
  /** The client that another page wants a token for. */
  wantedClient: ReadonlySignal<string | undefined>
  /** The grant in which a person takes part at the moment. */
  flow: ReadonlySignal<Flow | undefined>
  show: (id: string) => void
  showList: () => void
  /** The page was left: the next visit begins with the list. */
  leave: () => void
  wantFor: (client: string) => void
  refresh: () => Promise<void>
  /** The list is kept fresh while it is on screen. @returns Ends that. */
  watch: () => () => void
  follow: (event: CompanionEvent) => void
  /** Gets a token and shows it, or begins with the person's part. */
  ask: (asked: Asked) => Promise<void>
  /** Looks whether the person is done; the token is shown then. */
  lookAtFlow: () => Promise<void>
  dropFlow: () => void
  inspect: (id: string) => Promise<Inspection>
  introspect: (id: string) => Promise<Record<string, unknown>>
  revoke: (id: string) => Promise<void>
  compare: (id: string, other: string) => Promise<Comparison>
}

export function createTokensStore(deps: TokensDeps): TokensStore {
  const { getApi } = deps
  const { records, list, watch, touch } = createList(getApi)
  const shownId = signal<string>()
  const lastShown = signal<string>()
  const wantedClient = signal<string>()

  const show = (id: string): void => {
    shownId.value = id
    lastShown.value = id
  }

  return {
    list,
    tokens: computed(() => list.found.value?.items),
    problem: list.problem,
    shown: computed(() => (shownId.value === undefined ? undefined : records.find(shownId.value))),
    lastShown,
    wantedClient,
    show,
    showList: () => (shownId.value = undefined),
    leave() {
      shownId.value = undefined
      lastShown.value = undefined
      wantedClient.value = undefined
    },
    wantFor: (client) => (wantedClient.value = client),
    refresh: list.refresh,
    watch,
    follow(event) {
      if (event.name === 'token.changed') records.follow(event.payload)
      if (event.name === 'token.deleted') records.drop(event.payload.id)
      if (event.name.startsWith('token.') || event.name === 'gap') touch()
    },
    ...createGrants(deps, { keep: records.put, show, refresh: list.refresh }),
    ...createQuestions(getApi),
  }
}

function createList(getApi: () => TokensApi) {
  const idOf = ({ id }: Token): string => id
  const records = createRecordCache<Token>(idOf)
  const list = createPagedList<Token, undefined>({
    records,
    idOf,
    query: undefined,
    readPage: (_query, page) => getApi().page('listTokens', { query: page }),
  })
  return { records, list, ...createWatch(list.refresh) }
}

interface GrantParts {
  keep: (token: Token) => void
  show: (id: string) => void
  refresh: () => Promise<void>
}

/** The ways to a token: at once, or with a person's part that has to be waited for. */
function createGrants(
  { getApi, announce }: TokensDeps,
  { keep, show, refresh }: GrantParts,
): Pick<TokensStore, 'flow' | 'ask' | 'lookAtFlow' | 'dropFlow'> {
  const flow = signal<Flow>()
  return {
    flow,
    async ask(asked) {
      flow.value = undefined
      if ('flow' in asked) {
        flow.value = await getApi().startFlow({ body: asked.flow })
        return
      }
      const token = await getApi().requestToken({ body: asked.token })
      keep(token)
      announce('The token is here.')
      show(token.id)
    },
    async lookAtFlow() {
      const before = flow.value
      if (before?.state !== 'waiting') return
      const now = await getApi().getFlow({ params: { flow: before.id } })
      if (flow.value !== before) return
      flow.value = now.state === 'done' ? undefined : now
      if (now.state !== 'done' || now.token === undefined) return
      await refresh()
      announce('The token is here.')
      show(now.token)
    },
    dropFlow: () => (flow.value = undefined),
  }
}

/** What can be asked about a token. */
function createQuestions(
  getApi: () => TokensApi,
): Pick<TokensStore, 'inspect' | 'introspect' | 'revoke' | 'compare'> {
  return {
    inspect: (token) => getApi().inspectToken({ params: { token } }),
    introspect: (token) => getApi().introspectToken({ params: { token } }),
    // The token comes back as an event, with the moment at which it was revoked.
    async revoke(token) {
      await getApi().revokeToken({ params: { token } })
    },
    compare: (token, other) => getApi().compareTokens({ params: { token, other } }),
  }
}
