import { createPublicKey } from 'node:crypto'
import type { JsonWebKey } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { type CompiledApi, compileApi } from '../api/compiled-api.ts'
import { escapePath } from '../go/go-path.ts'
import { isRefusal } from '../outcome/refusal.ts'
import { readRequestPath } from '../request/request-path.ts'
import { buildRouteTable, findRoute, readRest } from '../api/route.ts'
import { readToken } from '../token/token-shape.ts'
import { createKeySetStore } from '../jwks/key-set-store.ts'
import { buildUpstreamHeaders } from '../perform/request-headers.ts'
import { joinUpstreamPath } from '../perform/upstream-path.ts'
import { createSigner } from './test-gateway.ts'
import { verifyToken } from '../decide/verify-token.ts'

// Another seed each time finds more; the name of a test tells the one to run again with DCR_SEED.
const seed = Number(process.env['DCR_SEED'] ?? Date.now() % 2 ** 31)
const CASES = Number(process.env['DCR_CASES'] ?? 10_000)
const RUN = { numRuns: CASES, seed }

function compile(change: Record<string, unknown> = {}, proxy: Record<string, unknown> = {}) {
  return compileApi(
    ApiDefinition.parse({
      name: 'a',
      api_id: 'a',
      ...change,
      proxy: { listen_path: '/api/', target_url: 'http://up.test/base/', ...proxy },
    }),
  )
}

const PIECES = '/ / . .. %2e %2F %5c \\ ; : @ ? # %00 %3B %3b %25 %32 %66 %41 %c3%a9 | {'.split(' ')
const piece = fc.constantFrom(...PIECES, 'api', 'base', 'x', '(', ')')
const pathText = fc
  .array(fc.oneof({ arbitrary: piece, weight: 9 }, { arbitrary: fc.string(), weight: 1 }), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''))

/** The addresses that upstreams would see: as a browser resolves it, and as lenient servers do. */
function resolve(api: CompiledApi, target: string): URL[] {
  const path = readRequestPath(target)
  if (isRefusal(path)) return []
  const route = findRoute(buildRouteTable([api]), path.path)
  if (isRefusal(route)) return []
  const joined = joinUpstreamPath(api, {
    path: path.path,
    rest: readRest(route, path.path),
    query: path.query,
  })
  const sent = joined.split('?', 1)[0] ?? ''
  const readings = [sent, decodeURIComponent(sent)].flatMap((text) => [text, dropParameters(text)])
  const paths = readings.map((text) => text.replaceAll('?', '%3F').replaceAll('#', '%23'))
  return [joined, ...paths].map((text) => new URL(api.target.origin + text))
}

/** Some servers leave out what follows a semicolon before they look for dots. */
function dropParameters(path: string): string {
  return path.replaceAll(/;[^/]*/g, '')
}

test(`no path escapes the target: ${CASES} cases, seed ${seed}`, () => {
  const loose = { config_data: { dcr_lab: { quirks: ['loose_listen_path'] } } }
  const apis = [
    compile({}, { strip_listen_path: true }),
    compile({}, { strip_listen_path: false, disable_strip_slash: true }),
    compile(loose, { listen_path: '/api', strip_listen_path: true }),
  ]
  let passed = 0
  fc.assert(
    fc.property(fc.constantFrom(...apis), pathText, (api, text) => {
      const urls = resolve(api, api.definition.proxy.listen_path + text)
      if (urls.length > 0) passed += 1
      for (const url of urls) {
        expect(url.origin).toBe('http://up.test')
        expect(`${url.pathname}/`).toMatch(/^\/base\//)
        expect(url.pathname).not.toMatch(/\/\.\.?(?:\/|$)/)
      }
    }),
    RUN,
  )
  expect(passed).toBeGreaterThan(100)
})

test(`what is sent on is what was judged: ${CASES} cases, seed ${seed}`, () => {
  let passed = 0
  fc.assert(
    fc.property(pathText, (text) => {
      const judged = readRequestPath(`/${text}`)
      if (isRefusal(judged)) return
      passed += 1
      expect(readRequestPath(escapePath(judged.path))).toMatchObject({ decoded: judged.decoded })
    }),
    RUN,
  )
  expect(passed).toBeGreaterThan(100)
})

const HOP = ['connection', 'te', 'trailer', 'upgrade', 'keep-alive', 'transfer-encoding']
const fieldName = fc.oneof(
  fc.constantFrom(...HOP, 'Authorization', 'X-One', 'x-two', 'X-Forwarded-For', 'Cookie'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/),
)
const nominations = fc
  .array(fc.tuple(fieldName, fc.constantFrom(',', ', ', ' ,', ',,')), { maxLength: 5 })
  .map((pairs) => pairs.map(([name, comma]) => name + comma).join(''))

test(`no field that Connection names passes: ${CASES} cases, seed ${seed}`, () => {
  const api = compile()
  fc.assert(
    fc.property(fc.array(fieldName, { maxLength: 8 }), nominations, (names, connection) => {
      const rawHeaders = ['Connection', connection, ...names.flatMap((name) => [name, 'value'])]
      const headers = buildUpstreamHeaders(api, { rawHeaders, peer: '127.0.0.1' })
      const sent = headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
      const own = new Set(['x-forwarded-for', 'user-agent'])
      const named = connection.split(',').map((name) => name.trim().toLowerCase())
      const passed = sent.filter((name) => !own.has(name))
      expect(passed.filter((name) => named.includes(name) || HOP.includes(name))).toEqual([])
    }),
    RUN,
  )
})

const signer = await createSigner('key-1', 'ES256')
const token = await signer.sign({ scp: ['tyk'] })
const publicKey = createPublicKey({ key: signer.jwk as JsonWebKey, format: 'jwk' })
const api = compile({
  jwt_signing_method: 'ecdsa',
  jwt_source: btoa(publicKey.export({ format: 'pem', type: 'spki' }) as string),
})
const deps = {
  keySets: createKeySetStore({ fetchText: () => Promise.reject(new Error()), now: Date.now }),
  now: Date.now,
}

async function isAccepted(text: string): Promise<boolean> {
  const read = readToken(text, api.jwt)
  if (isRefusal(read)) return false
  return !isRefusal(await verifyToken(deps, { api, text, token: read, verdict: 'v' }))
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= +/\n'
interface Mutation {
  at: number
  kind: 'replace' | 'insert' | 'delete' | 'swap' | 'repeat' | 'cut'
  letter: string
  length: number
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(token.length),
  kind: fc.constantFrom<Mutation['kind']>('replace', 'insert', 'delete', 'swap', 'repeat', 'cut'),
  letter: fc.constantFrom(...LETTERS.split('')),
  length: fc.integer({ min: 1, max: 8 }),
})

function mutate(text: string, { at, kind, letter, length }: Mutation): string {
  const [head, tail] = [text.slice(0, at), text.slice(at)]
  if (kind === 'replace') return head + letter + tail.slice(1)
  if (kind === 'insert') return head + letter + tail
  if (kind === 'delete') return head + tail.slice(length)
  if (kind === 'swap') return head + tail.charAt(1) + tail.charAt(0) + tail.slice(2)
  if (kind === 'repeat') return head + tail.slice(0, length) + tail
  return head
}

test(`no mutated token is accepted: ${CASES} cases, seed ${seed}`, async () => {
  expect(await isAccepted(token)).toBe(true)
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const mutated = mutations.reduce(mutate, token)
      fc.pre(mutated !== token)
      expect(await isAccepted(mutated)).toBe(false)
    }),
    RUN,
  )
})
