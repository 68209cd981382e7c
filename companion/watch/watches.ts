import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dispatcher } from 'undici'
import type { Watch, WatchedServer, WatchInput } from '#shared/contract/watch.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import { isAllowedHost } from '../http/host.ts'
import { listen, LOOPBACK, originOf } from '../http/listen.ts'
import { assertAllowedUrl } from '../outgoing/egress.ts'
import { createAddressMap, type Pair } from './address-map.ts'
import { createMeanings } from './find-watched-meaning.ts'
import { relay, type Site } from './relay.ts'
import { tellNotes } from './tell-notes.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Each holds a port, and a person looks at a few at a time. */
const MOST_WATCHES = 8

/** The recording proxies that are open. They are not kept: each ends with the companion. */
export interface Watches {
  list(): Watch[]
  /** @throws AppError `INPUT_INVALID`, `ADDRESS_REFUSED`. */
  open(input: WatchInput): Promise<Watch>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  close(id: string): Promise<void>
  closeAll(): Promise<void>
}

/** How requests at the address of a watch are filed. */
export interface WatchedListener {
  /** Such as `http://127.0.0.1:41234`. */
  origin: string
  findMeaning: (method: string, path: string) => OAuthMeaning
}

export interface WatchesDeps {
  /** Connections to real servers, with the guard of addresses. */
  dispatcher: Dispatcher
  isRecording: () => boolean
  /** A handler whose requests are recorded. */
  record: (listener: WatchedListener, next: Handler) => Handler
}

interface OpenWatch {
  watch: Watch
  servers: Server[]
}

export function createWatches(deps: WatchesDeps): Watches {
  const open = new Map<string, OpenWatch>()
  let opening = 0
  const end = ({ servers }: OpenWatch): void => {
    for (const server of servers) {
      server.close()
      server.closeAllConnections()
    }
  }
  return {
    list: () => [...open.values()].map(({ watch }) => watch),
    async open(input) {
      if (open.size + opening >= MOST_WATCHES) throw tooMany()
      opening += 1
      try {
        const opened = await openWatch(input, deps)
        open.set(opened.watch.id, opened)
        return opened.watch
      } finally {
        opening -= 1
      }
    },
    async close(id) {
      const found = open.get(id)
      if (!found)
        throw new AppError('RECORD_NOT_FOUND', {
          detail: `No watch has the id ${id.slice(0, 100)}.`,
          hint: 'A watch ends with its command and with the companion; list those that are open.',
        })
      open.delete(id)
      end(found)
    },
    async closeAll() {
      for (const one of open.values()) end(one)
      open.clear()
    },
  }
}

async function openWatch(input: WatchInput, deps: WatchesDeps): Promise<OpenWatch> {
  const { issuer, resource, keep_issuer: keepsIssuer = false } = input
  const urls = [issuer, resource].flatMap((text) => (text === undefined ? [] : [new URL(text)]))
  for (const url of urls) assertAllowedUrl(url)
  const origins = [...new Set(urls.map(({ origin }) => origin))]
  const sites = await Promise.all(origins.map(openSite))
  const pairs = sites.map(({ pair }) => pair)
  for (const { server, pair } of sites) serve(server, { pair, pairs, resource, keepsIssuer, deps })
  const map = createAddressMap(pairs, LOOPBACK)
  const describe = (real: string | undefined): WatchedServer | undefined =>
    real === undefined ? undefined : { real, address: map.toClient(real) }
  const named = { issuer: describe(issuer), resource: describe(resource) }
  const watch: Watch = {
    id: `watch-${randomUUID()}`,
    since: new Date().toISOString(),
    ...(named.issuer && { issuer: named.issuer }),
    ...(named.resource && { resource: named.resource }),
    keeps_issuer: keepsIssuer,
    notes: tellNotes({ ...named, keepsIssuer, isRecording: deps.isRecording() }),
  }
  return { watch, servers: sites.map(({ server }) => server) }
}

async function openSite(real: string): Promise<{ server: Server; pair: Pair }> {
  const server = await listen({ name: 'watch', port: 0, option: '--port' })
  return { server, pair: { real, port: (server.address() as AddressInfo).port } }
}

interface Place {
  pair: Pair
  pairs: readonly Pair[]
  resource: string | undefined
  keepsIssuer: boolean
  deps: WatchesDeps
}

function serve(server: Server, { pair, pairs, resource, keepsIssuer, deps }: Place): void {
  const { real, port } = pair
  const url = resource === undefined ? undefined : new URL(resource)
  const meanings = createMeanings(real, url?.origin === real ? url.pathname : undefined)
  const site: Site = {
    real,
    meanings,
    keepsIssuer,
    dispatcher: deps.dispatcher,
    mapFor: (host) => createAddressMap(pairs, host.replace(/:\d+$/, '').toLowerCase()),
  }
  const listener = { origin: originOf(server), findMeaning: meanings.find }
  const recorded = deps.record(listener, (request, response) => {
    void relay(request, response, site)
  })
  server.on('request', (request, response) => {
    if (isAllowedHost(request.rawHeaders, port) && request.url?.startsWith('/') === true)
      return recorded(request, response)
    // Neither a page under a name of its own nor a caller that wants another host gets anywhere.
    response.writeHead(421, { 'content-type': 'text/plain' }).end('Misdirected request\n')
  })
}

function tooMany(): AppError {
  return new AppError('INPUT_INVALID', {
    detail: `${MOST_WATCHES} watches are open, which is the most.`,
    hint: 'Stop one of them: DELETE /api/watches/ID.',
  })
}
