import { PROTOCOL, REGISTRATION, type Row, type RowCall } from './row.ts'

/** A server to which rows are sent. */
export interface RowServer {
  /** What stands before `/realms/lab`. */
  base: string
  /** Makes an initial access token that is good for this many registrations. */
  createInitialToken: (uses: number) => Promise<string>
}

export interface RowAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** No answer is a fault of its own. */
const TIMEOUT_MS = 30_000

type Values = Record<string, string>

/** Sends what a row says. `{{initial}}`, `{{once}}`, `{{c.id}}`, `{{c.token}}` and so on are filled in. */
export async function runRow(row: Row, server: RowServer): Promise<RowAnswer> {
  const text = JSON.stringify(row)
  const values: Values = { initial: await server.createInitialToken(100) }
  if (text.includes('{{once}}')) values['once'] = await server.createInitialToken(1)
  for (const [name, metadata] of Object.entries(row.clients ?? {}))
    Object.assign(values, await registerClient(name, metadata, { server, values }))
  for (const name of Object.keys(row.clients ?? {}))
    if (text.includes(`{{${name}.token}}`))
      values[`${name}.token`] = await fetchToken(name, { server, values })
  for (const [index, call] of (row.before ?? []).entries()) {
    const { body } = await send(call, { server, values })
    const answer = parse(body)
    for (const [key, value] of Object.entries(answer))
      values[`before.${index}.${key}`] = String(value)
  }
  return send(row.call, { server, values })
}

interface Context {
  server: RowServer
  values: Values
}

async function registerClient(name: string, metadata: object, context: Context): Promise<Values> {
  const { body, status } = await send(
    {
      method: 'POST',
      path: REGISTRATION,
      headers: { 'content-type': 'application/json', authorization: 'Bearer {{initial}}' },
      body: JSON.stringify(metadata),
    },
    context,
  )
  if (status !== 201) throw new Error(`The client ${name} was not registered: ${status} ${body}`)
  const client = parse(body)
  const id = String(client['client_id'])
  const secret = String(client['client_secret'])
  return {
    [`${name}.id`]: id,
    [`${name}.secret`]: secret,
    [`${name}.rat`]: String(client['registration_access_token']),
    [`${name}.basic`]: Buffer.from(`${id}:${secret}`).toString('base64'),
    [`${name}.wrong`]: Buffer.from(`${id}:wrong`).toString('base64'),
  }
}

async function fetchToken(name: string, context: Context): Promise<string> {
  const { body } = await send(
    {
      method: 'POST',
      path: `${PROTOCOL}/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `grant_type=client_credentials&client_id={{${name}.id}}&client_secret={{${name}.secret}}`,
    },
    context,
  )
  return String(parse(body)['access_token'])
}

async function send(call: RowCall, { server, values }: Context): Promise<RowAnswer> {
  const fill = (text: string): string =>
    text.replaceAll(/\{\{([^}]+)\}\}/g, (_whole, name: string) => values[name] ?? '')
  const headers = Object.entries(call.headers ?? {}).map(([name, value]) => [name, fill(value)])
  const response = await fetch(server.base + fill(call.path), {
    method: call.method,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: Object.fromEntries(headers) as Record<string, string>,
    // Bytes, since a string would be sent as text/plain where the row names no type.
    ...(call.body !== undefined && { body: new TextEncoder().encode(fill(call.body)) }),
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
