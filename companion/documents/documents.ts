import { lintDocument } from '#shared/cimd/lint-document.ts'
import type { ClientDocument, DocumentInput } from '#shared/contract/client-document.ts'
import type { Recorder } from '../recorder/recorder.ts'
import type { ClientDocumentRecord } from '../store/schema.ts'
import type { Table } from '../store/table.ts'
import { openAuthority, type Authority } from './authority.ts'
import { type DocumentHost, openDocumentHost, type Serve } from './document-host.ts'
import { createFetchLog, type FetchLog } from './fetch-log.ts'
import { type KeptPorts, openPorts } from './kept-ports.ts'
import { type DocumentAnswer, writeAnswer } from './write-answer.ts'

export interface DocumentsDeps {
  table: Table<ClientDocumentRecord>
  recorder: Pick<Recorder, 'record'>
  /** Of the authority's key and certificate. */
  authorityPath: string
}

/** Client metadata documents that the lab hosts, so that a server has something to fetch. */
export interface Documents {
  list(): Promise<ClientDocument[]>
  put(name: string, input: DocumentInput): Promise<ClientDocument>
  /** @throws AppError `RECORD_NOT_FOUND`. */
  remove(name: string): Promise<void>
  /** Makes the authority when there is none. */
  authority(): Promise<Authority>
  /** The authority for an origin of this machine, once there is one; nothing for every other. */
  trustedAt(origin: string): string | undefined
  close(): Promise<void>
}

export function createDocuments({ table, recorder, authorityPath }: DocumentsDeps): Documents {
  const log = createFetchLog(recorder)
  const ports: KeptPorts = openPorts(`${authorityPath}.ports`)
  let certificate: string | undefined
  let opening: Promise<{ authority: Authority; host: DocumentHost }> | undefined
  let reading: Promise<Authority> | undefined

  const authority = (): Promise<Authority> =>
    (reading ??= openAuthority(authorityPath).then((opened) => {
      certificate = opened.certificate
      return opened
    }))

  /** Opened with the first document: a lab without any listens nowhere. */
  const open = (): NonNullable<typeof opening> =>
    (opening ??= (async () => {
      const own = await authority()
      const host = await openDocumentHost(own, await ports.read(), serveFrom(table, log))
      await ports.keep([host.origin, host.httpOrigin])
      return { authority: own, host }
    })())

  const present = (record: ClientDocumentRecord, host: DocumentHost): ClientDocument =>
    describe(record, { host, log })

  if (table.list().length > 0) void open()

  return {
    async list() {
      const rows = table.list()
      if (rows.length === 0) return []
      const { host } = await open()
      return rows.map((row) => present(row, host))
    },
    async put(name, input) {
      const { host } = await open()
      const record = { ...input, id: name }
      await table.transact((rows) => rows.put(name, record))
      return present(record, host)
    },
    remove: (name) =>
      table.transact((rows) => {
        rows.require(name)
        rows.delete(name)
      }),
    authority,
    trustedAt: (origin) => (isLoopback(origin) ? certificate : undefined),
    async close() {
      await (await opening)?.host.close()
    },
  }
}

function serveFrom(table: DocumentsDeps['table'], log: FetchLog): Serve {
  return (request, response, origin) => {
    const startedAtMs = Date.now()
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const asked = /^\/clients\/([a-z0-9-]+)\.json$/.exec(path)?.[1] ?? ''
    const record = request.method === 'GET' ? table.get(asked) : undefined
    const answer = record ? writeAnswer(record, origin + path) : NOT_FOUND
    const served = { request, answer, url: origin + path, startedAtMs, name: record && asked }
    const send = (): void => {
      response.writeHead(answer.status, answer.headers).end(answer.text)
      log.note(served)
    }
    if (answer.delayMs === 0) return send()
    const timer = setTimeout(send, answer.delayMs)
    response.on('close', () => {
      if (response.writableEnded) return
      clearTimeout(timer)
      log.note({ ...served, answer: { ...answer, status: 0, text: '' } })
    })
  }
}

function describe(
  { id, metadata, faults }: ClientDocumentRecord,
  { host, log }: { host: DocumentHost; log: FetchLog },
): ClientDocument {
  const url = `${host.origin}/clients/${id}.json`
  const { count, last } = log.of(id)
  return {
    name: id,
    url,
    http_url: `${host.httpOrigin}/clients/${id}.json`,
    metadata,
    faults,
    findings: lintAnswer(writeAnswer({ metadata, faults }, url), url),
    fetches: count,
    last_fetches: last,
  }
}

const NOT_FOUND: DocumentAnswer = {
  status: 404,
  headers: { 'Content-Type': 'application/json' },
  text: '{"error":"not_found"}',
  delayMs: 0,
}

function lintAnswer({ status, headers, text }: DocumentAnswer, address: string) {
  return lintDocument({
    address,
    status,
    contentType: headers['Content-Type'],
    cacheControl: headers['Cache-Control'],
    text,
    sizeBytes: Buffer.byteLength(text),
  })
}

function isLoopback(origin: string): boolean {
  return /^https:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(origin)
}
