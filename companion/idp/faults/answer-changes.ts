import { createHmac, createPublicKey } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose'
import type { KeyRing } from '../engine/key-ring.ts'
import type { FaultCall } from './fault-call.ts'
import type { SecretEnds } from './secret-ends.ts'

export interface AnswerTools {
  /** The keys of the dialect, so that a changed token is signed as well as before. */
  keys: Pick<KeyRing, 'published'>
  secretEnds: SecretEnds
  /** A new registration access token in place of the one that was sent. */
  replaceToken: (() => string) | undefined
  /** Seconds by which the lab's clock is ahead. */
  clockOffset: number
}

type Members = Record<string, unknown>

/** Changes a refusal of the dialect. @returns The new status and body, or nothing to change. */
export function changeRefusal({
  place,
  injector,
  dialect,
}: FaultCall): { status: number; body: Members } | undefined {
  if (place !== 'token' || !injector.take('wrong-error-code', dialect)) return undefined
  return {
    status: 400,
    body: { error: 'invalid_grant', error_description: 'grant request is invalid' },
  }
}

/** Changes a dialect's answer. @returns The same object when nothing is to change. */
export async function changeAnswer(
  call: FaultCall,
  body: Members,
  tools: AnswerTools,
): Promise<Members> {
  switch (call.place) {
    case 'discovery':
      return changeMetadata(call, body)
    case 'registration':
      return changeClient(call, body, tools)
    case 'keys':
      return changeKeys(call, body)
    case 'management':
      return changeManaged(call, body, tools)
    case 'token':
      return changeToken(call, body, tools)
    default:
      return body
  }
}

function changeMetadata({ injector, dialect }: FaultCall, body: Members): Members {
  const changed = { ...body }
  if (injector.take('discovery-issuer-mismatch', dialect))
    changed['issuer'] = `${String(body['issuer'])}/elsewhere`
  if (injector.take('no-jwks-uri', dialect)) delete changed['jwks_uri']
  if (injector.take('no-registration-endpoint', dialect)) delete changed['registration_endpoint']
  if (injector.take('basic-only', dialect))
    changed['token_endpoint_auth_methods_supported'] = ['client_secret_basic']
  if (injector.take('reject-grant', dialect))
    changed['grant_types_supported'] = [
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ]
  return changed
}

function changeClient(
  { injector, dialect, now }: FaultCall,
  body: Members,
  { secretEnds }: AnswerTools,
): Members {
  const changed = { ...body }
  const expiry = injector.take('secret-expiry', dialect)
  if (expiry && typeof body['client_id'] === 'string') {
    const endsAt = Math.floor(now() / 1000) + (expiry.value ?? 60)
    changed['client_secret_expires_at'] = endsAt
    secretEnds.set(body['client_id'], endsAt)
  }
  if (injector.take('secret-missing', dialect)) delete changed['client_secret']
  if (injector.take('rat-lost', dialect)) delete changed['registration_access_token']
  return changed
}

function changeManaged(
  { method, injector, dialect }: FaultCall,
  body: Members,
  { replaceToken }: AnswerTools,
): Members {
  if (method !== 'GET') return body
  const isHashed = injector.take('secret-hashed', dialect) !== undefined
  const isReplaced = replaceToken !== undefined && injector.take('rat-rotates', dialect)
  return {
    ...body,
    ...(isHashed && { client_secret: STORED_HASH }),
    ...(isReplaced && { registration_access_token: replaceToken() }),
  }
}

/** As Spring Authorization Server keeps a secret, and answers a read with it. */
const STORED_HASH = '{bcrypt}$2a$10$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW'

/** A key of RFC 9964, which libraries of before it do not know. */
const STRANGE_KEY = { kty: 'AKP', alg: 'ML-DSA-44', use: 'sig', kid: 'ml-dsa-1', pub: 'unreadable' }

function changeKeys({ injector, dialect }: FaultCall, body: Members): Members {
  if (injector.take('jwks-empty', dialect)) return { keys: [] }
  if (!injector.take('jwks-strange-key', dialect)) return body
  const { keys } = body
  return { ...body, keys: [...(Array.isArray(keys) ? (keys as unknown[]) : []), STRANGE_KEY] }
}

async function changeToken(call: FaultCall, body: Members, tools: AnswerTools): Promise<Members> {
  const token = body['access_token']
  if (typeof token !== 'string' || token.split('.').length !== 3) return body
  const header = decodeProtectedHeader(token) as Members
  const claims = decodeJwt(token) as Members
  const before = JSON.stringify(claims)
  changeClaims(call, claims)
  shiftTimes(claims, tools.clockOffset)
  const signing = ['alg-none', 'hs256-confusion', 'kid-unknown'] as const
  const chosen = signing.find((id) => call.injector.take(id, call.dialect))
  if (!chosen && before === JSON.stringify(claims)) return body
  return { ...body, access_token: await sign({ header, claims }, tools, chosen) }
}

function changeClaims({ injector, dialect }: FaultCall, claims: Members): void {
  if (injector.take('wrong-aud', dialect)) claims['aud'] = 'account'
  if (injector.take('wrong-iss', dialect)) claims['iss'] = 'https://elsewhere.test'
  if (injector.take('no-sub', dialect)) delete claims['sub']
  if (injector.take('no-pol', dialect)) delete claims['pol']
  if (injector.take('scope-wipes-defaults', dialect)) {
    delete claims['sub']
    delete claims['aud']
  }
  if (injector.take('scp-vs-scope', dialect)) {
    const { scp, scope } = claims
    delete claims['scp']
    delete claims['scope']
    if (Array.isArray(scp)) claims['scope'] = scp.join(' ')
    else if (typeof scope === 'string') claims['scp'] = scope.split(' ')
  }
  const skew = injector.take('clock-skew', dialect)
  if (skew) shiftTimes(claims, skew.value ?? 300)
}

/** Moves what the engine dated with the machine's clock. */
function shiftTimes(claims: Members, seconds: number): void {
  if (seconds === 0) return
  for (const name of ['iat', 'exp', 'nbf'])
    if (typeof claims[name] === 'number') claims[name] += seconds
}

async function sign(
  { header, claims }: { header: Members; claims: Members },
  { keys }: AnswerTools,
  fault: 'alg-none' | 'hs256-confusion' | 'kid-unknown' | undefined,
): Promise<string> {
  const [key] = keys.published()
  if (!key) throw new RangeError('The dialect has no key')
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  if (fault === 'alg-none') return `${part({ ...header, alg: 'none' })}.${part(claims)}.`
  if (fault === 'hs256-confusion') {
    const input = `${part({ ...header, alg: 'HS256' })}.${part(claims)}`
    const pem = createPublicKey({ key: key.publicJwk as never, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString()
    return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`
  }
  const kid = fault === 'kid-unknown' ? 'a-key-that-nobody-published' : key.kid
  return new SignJWT(claims)
    .setProtectedHeader({ ...header, alg: 'RS256', kid })
    .sign(await importJWK(key.privateJwk, 'RS256'))
}
