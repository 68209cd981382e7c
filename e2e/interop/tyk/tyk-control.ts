/** Where a Tyk Gateway that a person runs is reached. */
export interface TykAddress {
  /** The Tyk Gateway API, such as `http://127.0.0.1:8080`. */
  url: string
  secret: string
  /** Where it serves the APIs; the same address unless `control_api_port` is set. */
  apiUrl: string
}

export interface ControlAnswer {
  status: number
  text: string
}

/** The Tyk Gateway API, without the product between; it remembers what was put there, to remove it. */
export interface TykControl {
  address: TykAddress
  call(method: string, path: string, body?: unknown): Promise<ControlAnswer>
  /** Puts definitions, policies first, and reloads. @returns The refusals. */
  load(definitions: readonly Record<string, unknown>[]): Promise<string[]>
  /** Says that a definition was put there by somebody else. */
  remember(kind: 'apis' | 'policies', id: string): void
  /** Removes all that is remembered, and reloads. @returns The ids that Tyk still has. */
  removeAll(): Promise<string[]>
}

const LIMIT_MS = 30_000

/** @see [Tyk Gateway API](https://tyk.io/docs/tyk-gateway-api/) */
export function openTykControl(address: TykAddress): TykControl {
  const put = { apis: new Set<string>(), policies: new Set<string>() }
  const kinds = ['apis', 'policies'] as const

  const call: TykControl['call'] = async (method, path, body) => {
    const answer = await fetch(`${address.url}/tyk${path}`, {
      method,
      headers: { 'x-tyk-authorization': address.secret, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    return { status: answer.status, text: await answer.text() }
  }

  async function reload(): Promise<void> {
    const { status, text } = await call('GET', '/reload/?block=true')
    if (status !== 200) throw new Error(`The reload answers ${status}: ${text}`)
  }

  return {
    address,
    call,
    remember: (kind, id) => void put[kind].add(id),
    async load(definitions) {
      const refusals: string[] = []
      for (const definition of definitions) {
        const { kind, path, id } = placeOf(definition)
        put[kind].add(id)
        const { status, text } = await call('POST', path, definition)
        if (status !== 200) refusals.push(`${id}: ${status} ${text.trim()}`)
      }
      await reload()
      return refusals
    },
    async removeAll() {
      const all = kinds.flatMap((kind) => [...put[kind]].map((id) => `/${kind}/${id}`))
      for (const path of all) await call('DELETE', path)
      if (all.length > 0) await reload()
      const left: string[] = []
      for (const path of all) if ((await call('GET', path)).status !== 404) left.push(path)
      for (const kind of kinds) put[kind].clear()
      return left
    },
  }
}

function placeOf(definition: Record<string, unknown>): {
  kind: 'apis' | 'policies'
  path: string
  id: string
} {
  const oas = definition['x-tyk-api-gateway'] as { info: { id: string } } | undefined
  if (oas) return { kind: 'apis', path: '/apis/oas', id: oas.info.id }
  const { api_id: api } = definition
  if (typeof api === 'string') return { kind: 'apis', path: '/apis', id: api }
  return { kind: 'policies', path: '/policies', id: String(definition['id']) }
}
