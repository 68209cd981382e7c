import { type KeyObject, constants, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { type Normalize, compareAnswer } from './compare-answer.ts'
import type { EchoUpstream } from './echo-upstream.ts'
import { sendBytes, writeRequest } from './raw-call.ts'
import type { TykCase, TykRequest, TykStep } from './tyk-case.ts'

/** The private keys of the recordings are not known: keys of our own take their places. */
const KEYS = {
  own: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  other: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}
const PEM = btoa(KEYS.own.publicKey.export({ type: 'spki', format: 'pem' }).toString())
/** The beginnings of the recorded keys' moduli. */
const MODULI = { own: /2NCO[\w-]{300,}/g, other: /qve-[\w-]{300,}/g }

export interface ReplayDeps {
  /** Where the APIs are served. */
  gateway: URL
  upstream: EchoUpstream
  /** Loads definitions, policies first; what the gateway refuses is left out. */
  load: (definitions: readonly Record<string, unknown>[]) => Promise<void>
}

/** Replays one recorded case; what differs from Tyk's answers, with the number of the step. */
export async function replayCase(deps: ReplayDeps, recorded: TykCase): Promise<string[]> {
  const { gateway, upstream } = deps
  for (const { path, body } of recorded.upstream_overrides)
    upstream.documents.set(path, replaceKeys(body))
  await deps.load(readDefinitions(recorded, new URL(upstream.url).host))
  const times = { tyk: 0, here: 0 }
  const differences: string[] = []
  for (const [at, step] of recorded.steps.entries()) {
    const token = signToken(recorded, step)
    const request = fill(step.request, token)
    const answer = await sendBytes(gateway, writeRequest(request, gateway.host))
    const tyk = expand(step.tyk)
    const reset = (headers: Record<string, string[]>) =>
      Number(headers['x-ratelimit-reset']?.[0] ?? 0)
    times.tyk ||= reset(tyk.headers)
    times.here ||= reset(answer.headers)
    const normalize = createNormalizer({ token, gateway: gateway.host, upstream, times })
    for (const difference of compareAnswer(tyk, answer, normalize))
      differences.push(`${at + 1}: ${difference}`)
  }
  return differences
}

function readDefinitions({ policies, apis }: TykCase, host: string): Record<string, unknown>[] {
  const text = JSON.stringify([...policies, ...apis])
    .replaceAll('UPSTREAM', host)
    .replaceAll(/"LS0t[^"]+"/g, `"${PEM}"`)
    .replaceAll(/"(aHR0cDov[^"]+)"/g, (_all, source: string) =>
      JSON.stringify(btoa(atob(source).replace('127.0.0.1:18080', host))),
    )
  return JSON.parse(text) as Record<string, unknown>[]
}

function replaceKeys(text: string): string {
  const read = ({ publicKey }: { publicKey: KeyObject }) =>
    String(
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' })
        .n,
    )
  return text.replaceAll(MODULI.own, read(KEYS.own)).replaceAll(MODULI.other, read(KEYS.other))
}

function signToken({ policies, upstream_overrides: sets }: TykCase, { token }: TykStep): string {
  const kid = sets.length > 0 ? ',"kid":"12345"' : ''
  const policy = String(policies[0]?.['id'])
  const {
    header = `{"alg":"RS256","typ":"JWT"${kid}}`,
    payload = `{"user_id":"user","exp":<now+259200>,"policy_id":"${policy}"}`,
    key = 'own',
  } = token ?? {}
  const input = [header, payload].map((part) => encode(expandText(part))).join('.')
  return `${input}.${signWith(input, /"alg":"(\w+)"/.exec(header)?.[1] ?? '', key)}`
}

function signWith(input: string, algorithm: string, name: keyof typeof KEYS): string {
  const key = {
    key: KEYS[name].privateKey,
    ...(algorithm.startsWith('PS') && {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }),
  }
  return sign(`sha${algorithm.slice(2)}`, Buffer.from(input), key).toString('base64url')
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function fill(request: TykRequest, token: string): TykRequest {
  const text = JSON.stringify(expand(request)).replaceAll('<token>', token)
  return JSON.parse(text) as TykRequest
}

function expand<T>(value: T): T {
  return JSON.parse(expandText(JSON.stringify(value))) as T
}

/** `<now+5>` is five seconds from now, `<x*5>` is five letters. */
function expandText(text: string): string {
  const now = Math.floor(Date.now() / 1000)
  return text
    .replaceAll(/<now([+-]\d+)>/g, (_all, seconds: string) => String(now + Number(seconds)))
    .replaceAll(/<([A-Za-z])\*(\d+)>/g, (_all, letter: string, times: string) =>
      letter.repeat(Number(times)),
    )
}

interface Run {
  token: string
  gateway: string
  upstream: EchoUpstream
  /** The first moment that either gateway told; others are told from there, within two seconds. */
  times: { tyk: number; here: number }
}

function createNormalizer({ token, gateway, upstream, times }: Run): Normalize {
  const host = new URL(upstream.url).host
  const create = (start: number) => (text: string) =>
    text
      .replaceAll(token, '<token>')
      .replaceAll('127.0.0.1:18081', '<gateway>')
      .replaceAll(gateway, '<gateway>')
      .replaceAll(host, 'UPSTREAM')
      .replaceAll(/\b1[7-9]\d{8}\b/g, (at) => `<${Math.round((Number(at) - start) / 5) * 5} s>`)
  return { tyk: create(times.tyk), here: create(times.here) }
}
