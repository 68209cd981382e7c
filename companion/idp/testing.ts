import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAesVault } from '../secrets/aes-vault.ts'
import type { IdpRecords } from '../store/idp-tables.ts'
import { createMemoryIdpRecords } from '../store/idp-tables.ts'
import { createClock } from '../clock/clock.ts'
import { createFaultInjector } from './faults/fault-injector.ts'
import { createIdp, type Idp } from './idp.ts'

/** An organisation on a real socket, with an API token and the default scope `tyk`. */
export interface TestOrganisation {
  origin: string
  idp: Idp
  records: IdpRecords
  apiToken: string
  /** A management call with the API token. */
  manage(method: string, path: string, body?: unknown): Promise<Answer>
  /** Any call, with a Bearer token where one is given. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** A form post, as token calls are. */
  post(
    path: string,
    form: Record<string, string> | string,
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** The same records behind a new process. */
  restart(): Promise<void>
  close(): void
}

interface CallOptions {
  token?: string | undefined
  body?: unknown
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  json: Record<string, unknown>
}

export async function startOrganisation(clock = createClock()): Promise<TestOrganisation> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const records = await createMemoryIdpRecords()
  const vault = createAesVault({ id: 'test', bytes: randomBytes(32) })
  const boot = (): Promise<Idp> =>
    createIdp({ origin, records, vault, clock, faults: createFaultInjector() })
  let idp = await boot()
  server.on('request', (request, response) => idp.handler(request, response))
  const apiToken = await (await idp.dialects.open('okta')).createInitialToken('Tests')

  const manage: TestOrganisation['manage'] = (method, path, body) =>
    send(origin + path, {
      method,
      headers: {
        authorization: `SSWS ${apiToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  await manage('POST', '/api/v1/authorizationServers/default/scopes', {
    name: 'tyk',
    default: true,
  })

  return {
    origin,
    get idp() {
      return idp
    },
    records,
    apiToken,
    manage,
    call: (method, path, { token, body } = {}) =>
      send(origin + path, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    post: (path, form, headers = {}) =>
      send(origin + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
          ...headers,
        },
        body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
      }),
    async restart() {
      idp = await boot()
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const text = await response.text()
  let json: Record<string, unknown> = {}
  try {
    json = JSON.parse(text) as Record<string, unknown>
  } catch {
    // Pages are no JSON.
  }
  return { status: response.status, headers: response.headers, text, json }
}
