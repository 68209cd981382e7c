import { decodeJwt } from 'jose'
import type { CaptureFinding } from '#shared/contract/capture.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import { isSecretName } from '#shared/secrets/secret-names.ts'
import { redactBody, redactUrl } from '../recorder/redact.ts'
import { findPlace } from './find-place.ts'
import type { Found } from './found.ts'

const MOST_FACTS = 12
const LONGEST_VALUE = 200
/** @see [RFC 7518 §6](https://www.rfc-editor.org/rfc/rfc7518.html#section-6) private members of a key */
const PRIVATE_KEY = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])

/** A finding as it is shown: secrets masked, long texts cut. */
export function presentFinding(found: Found, at: number): CaptureFinding {
  return found.kind === 'client' ? presentClient(found, at) : presentToken(found, at)
}

function presentClient(found: Found & { kind: 'client' }, at: number): CaptureFinding {
  const { client_id } = found.information
  return {
    id: String(at),
    kind: 'client',
    title: `Client ${cut(client_id)}`,
    source: cut(redactSource(found.source)),
    facts: Object.entries(found.information)
      .slice(0, MOST_FACTS)
      .map(([label, value]) => ({ label: cut(label), value: show(label, value) })),
    place: findPlace(found),
  }
}

function presentToken(
  { source, label, value }: Found & { kind: 'token' },
  at: number,
): CaptureFinding {
  const claims = readClaims(value)
  const issuer = claims?.['iss']
  return {
    id: String(at),
    kind: 'token',
    title: label === 'token' ? 'Token' : label.replace('_', ' '),
    source: cut(redactSource(source)),
    facts: [
      { label: 'token', value: maskSecret(value) },
      ...['iss', 'sub', 'aud', 'scope', 'scp', 'exp'].flatMap((name) =>
        claims?.[name] === undefined ? [] : [{ label: name, value: show(name, claims[name]) }],
      ),
    ],
    name: `captured-${label.replaceAll('_', '-')}`,
    ...(typeof issuer === 'string' && { issuer: cut(issuer) }),
  }
}

function show(label: string, value: unknown): string {
  if (isSecretName(label)) return maskSecret(String(value))
  const text = typeof value === 'string' ? value : write(value)
  return cut(redactBody(text, 'application/json'))
}

function write(value: unknown): string {
  try {
    return JSON.stringify(maskMembers(value))
  } catch {
    return 'nested too deep to be shown'
  }
}

/** A member of a member can be a secret, too, such as the `d` of a private key. */
function maskMembers(value: unknown): unknown {
  const isSecret = (name: string): boolean => isSecretName(name) || PRIVATE_KEY.has(name)
  return JSON.parse(
    JSON.stringify(value, (name, member: unknown) =>
      typeof member === 'string' && isSecret(name) ? maskSecret(member) : member,
    ),
  )
}

/** Where a finding stood names an address, and an address may hold a secret. */
function redactSource(source: string): string {
  return redactUrl(source.replace(/\/\/[^/?#\s]*@/, '//'))
}

function cut(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}

function readClaims(token: string): Record<string, unknown> | undefined {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}
