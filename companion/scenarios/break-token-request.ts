import type { Scenario } from '#shared/contract/doctor.ts'
import type { HttpRequest } from '../outgoing/http-client.ts'

const DELETED = '-deleted'

/** A token request as the scenario's client sends it: of a client that is gone, with another scope or method. */
export function breakTokenRequest(request: HttpRequest, { client, faults }: Scenario): HttpRequest {
  const form = new URLSearchParams(request.body ?? '')
  if (client.scope !== '') form.set('scope', client.scope)
  // The trap is a client that asks for no scope at all.
  if (faults.some(({ id }) => id === 'no-default-scope')) form.delete('scope')
  const basic = readBasic(request.headers['authorization'])
  const suffix = client.is_deleted_before_token ? DELETED : ''
  if (basic && client.ignores_granted_method) {
    const { authorization: _sent, ...headers } = request.headers
    form.set('client_id', basic.id + suffix)
    form.set('client_secret', basic.secret)
    return { ...request, headers, body: form.toString() }
  }
  const id = form.get('client_id')
  if (id !== null) form.set('client_id', id + suffix)
  const authorization = basic && writeBasic(basic.id + suffix, basic.secret)
  return {
    ...request,
    headers: { ...request.headers, ...(authorization && { authorization }) },
    body: form.toString(),
  }
}

/** @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1) */
function readBasic(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic (\S+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const pair = Buffer.from(encoded, 'base64').toString()
  const at = pair.indexOf(':')
  return { id: decode(pair.slice(0, at)), secret: decode(pair.slice(at + 1)) }
}

function decode(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? ''
}

function writeBasic(id: string, secret: string): string {
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
