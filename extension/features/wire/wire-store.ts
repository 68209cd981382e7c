import { type ReadonlySignal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Verdict } from '#shared/contract/verdict.ts'

export interface WireStore {
  exchanges: ReadonlySignal<ReadonlyMap<string, Exchange>>
  verdicts: ReadonlySignal<ReadonlyMap<string, Verdict>>
  /** Fetches those exchanges and verdicts that are not here yet. */
  need: (exchanges: readonly string[], verdict: string | undefined) => Promise<void>
  /** Fetches the newest exchanges of all callers. */
  needRecent: () => Promise<void>
  follow: (event: CompanionEvent) => void
}

export interface WireDeps {
  getApi: () => Pick<ApiClient, 'getExchange' | 'listExchanges' | 'getVerdict'>
}

const RECENT = 200

/** Exchanges and verdicts that were seen; they never change once recorded, so each is read once. */
export function createWireStore({ getApi }: WireDeps): WireStore {
  const exchanges = signal<ReadonlyMap<string, Exchange>>(new Map())
  const verdicts = signal<ReadonlyMap<string, Verdict>>(new Map())

  const keepExchange = (exchange: Exchange): void => {
    exchanges.value = new Map(exchanges.value).set(exchange.id, exchange)
  }
  const keepVerdict = (verdict: Verdict): void => {
    verdicts.value = new Map(verdicts.value).set(verdict.id, verdict)
  }

  return {
    exchanges,
    verdicts,
    async need(ids, verdict) {
      const missing = ids.filter((id) => !exchanges.value.has(id))
      // One that is gone or late leaves its place empty; its event may still bring it.
      const reads = missing.map(async (exchange) =>
        keepExchange(await getApi().getExchange({ params: { exchange } })),
      )
      if (verdict !== undefined && !verdicts.value.has(verdict))
        reads.push(getApi().getVerdict({ params: { verdict } }).then(keepVerdict))
      await Promise.allSettled(reads)
    },
    async needRecent() {
      // What cannot be read now may come as an event; the page says by itself that nothing is here.
      const recent = await getApi()
        .listExchanges({ query: { limit: RECENT } })
        .catch(() => [])
      exchanges.value = new Map([
        ...exchanges.value,
        ...recent.map((exchange) => [exchange.id, exchange] as const),
      ])
    },
    follow(event) {
      if (event.name === 'exchange.recorded') keepExchange(event.payload)
      if (event.name === 'verdict.decided') keepVerdict(event.payload)
    },
  }
}

/**
 * The exchanges of a step, oldest first: those it lists and, while it runs, those of this attempt
 * that arrive ahead of the list.
 */
export function findStepExchanges(
  all: ReadonlyMap<string, Exchange>,
  step: { run: string; id: string; exchanges: readonly string[]; runsSince: string | undefined },
): readonly Exchange[] {
  return [...all.values()]
    .filter(
      (exchange) =>
        step.exchanges.includes(exchange.id) ||
        (step.runsSince !== undefined &&
          exchange.at >= step.runsSince &&
          exchange.run === step.run &&
          exchange.step === step.id),
    )
    .sort((a, b) => a.at.localeCompare(b.at))
}

/** The exchanges that contain a client id unmasked, the newest first. */
export function findClientExchanges(
  all: ReadonlyMap<string, Exchange>,
  clientId: string,
): readonly Exchange[] {
  const inAddress = encodeURIComponent(clientId)
  return [...all.values()]
    .filter(
      ({ request, response }) =>
        request.url.includes(inAddress) ||
        request.body?.text.includes(clientId) === true ||
        response?.body?.text.includes(clientId) === true,
    )
    .sort((a, b) => b.at.localeCompare(a.at))
}
