import { findDangerousUri } from '../oauth/find-dangerous-uri.ts'
import { PRIVATE_KEY_MEMBERS } from '../secrets/secret-names.ts'
import { finding, type LintFinding } from './lint-finding.ts'
import { isLoopbackHost } from './lint-address.ts'

const SHARED_SECRET = new Set(['client_secret_basic', 'client_secret_post', 'client_secret_jwt'])
const MCP = 'MCP 2026-07-28, client-registration'

type Members = Readonly<Record<string, unknown>>

/** What is wrong with the members of a document at this address. */
export function findMemberProblems(address: string, document: Members): LintFinding[] {
  return [
    ...findIdentityProblems(address, document),
    ...findSecretProblems(document),
    ...findMethodProblems(document),
    ...findRedirectProblems(address, document),
  ]
}

function findIdentityProblems(address: string, document: Members): LintFinding[] {
  const { client_id: id, client_name: name } = document
  const found: LintFinding[] = []
  if (id === undefined) found.push(finding('client_id', 'error', 'client_id is missing.', '4'))
  else if (id !== address)
    found.push(
      finding(
        'client_id',
        'error',
        `client_id is ${cut(id)}, and the address is ${cut(address)}; both have to be equal, letter by letter.`,
        '4',
      ),
    )
  if (typeof name !== 'string' || name === '')
    found.push(finding('client_name', 'warning', 'client_name is missing; MCP wants it.', MCP))
  return found
}

function findSecretProblems(document: Members): LintFinding[] {
  const names = ['client_secret', 'client_secret_expires_at'].filter((name) => name in document)
  const found = names.map((name) =>
    finding('secret', 'error', `${name} must not stand in a document that everybody reads.`, '4.1'),
  )
  const { keys = [] } = (document['jwks'] ?? {}) as { keys?: unknown }
  const isPrivate = (key: unknown): boolean =>
    typeof key === 'object' &&
    key !== null &&
    Object.keys(key).some((name) => PRIVATE_KEY_MEMBERS.has(name))
  if (Array.isArray(keys) && keys.some(isPrivate))
    found.push(finding('private_key', 'error', 'jwks holds a private or shared key.', '4.1'))
  return found
}

function findMethodProblems(document: Members): LintFinding[] {
  const { token_endpoint_auth_method: one, token_endpoint_auth_methods_supported: many } = document
  const listed = Array.isArray(many) ? many : []
  const found: LintFinding[] = []
  if (typeof one === 'string' && SHARED_SECRET.has(one))
    found.push(
      finding('method', 'error', `The method ${one} needs a secret that both sides share.`, '4.1'),
    )
  if (one === undefined && listed.length === 0)
    found.push(
      finding(
        'method_missing',
        'warning',
        'No token_endpoint_auth_method: RFC 7591 would make it client_secret_basic, newer texts of the draft none. Say it.',
        '4.1',
      ),
    )
  const hasKeys = document['jwks'] !== undefined || document['jwks_uri'] !== undefined
  if (one === 'private_key_jwt' && !hasKeys)
    found.push(
      finding(
        'keys_missing',
        'error',
        'private_key_jwt needs jwks or jwks_uri in the document.',
        '8.2',
      ),
    )
  return found
}

function findRedirectProblems(address: string, document: Members): LintFinding[] {
  const { redirect_uris: uris } = document
  if (!Array.isArray(uris) || uris.length === 0)
    return [finding('redirect_uris', 'warning', 'redirect_uris is missing; MCP wants it.', MCP)]
  const dangerous = findDangerousUri({ redirect_uris: uris }, true)
  const found: LintFinding[] = []
  if (dangerous)
    found.push(
      finding('redirect_uri', 'error', `${cut(dangerous.uri)} ${dangerous.reason}.`, '4.2'),
    )
  const own = URL.canParse(address) ? new URL(address).hostname : ''
  const foreign = uris.filter((uri) => isForeign(uri, own))
  if (foreign.length > 0)
    found.push(
      finding(
        'redirect_host',
        'warning',
        `${foreign.map(cut).join(', ')}: another host than that of the document; a server may refuse this.`,
        '8.1',
      ),
    )
  return found
}

/** Loopback and private schemes are where native clients live. */
function isForeign(uri: unknown, own: string): boolean {
  if (typeof uri !== 'string' || !URL.canParse(uri)) return false
  const { protocol, hostname } = new URL(uri)
  return /^https?:$/.test(protocol) && hostname !== own && !isLoopbackHost(hostname)
}

function cut(value: unknown): string {
  return String(value).slice(0, 120)
}
