import { expect, test } from 'vitest'
import { compileTestApi } from '../test/compile-test-api.ts'
import type { ParsedToken } from '../token/token-shape.ts'
import { createDigestToken, createTokenCache } from './token-cache.ts'

const token = {} as ParsedToken
const open = (policy: string) => compileTestApi({ jwt_default_policies: [policy] }).jwt

test('a token that was verified by some rules is not known by others, nor by the same ones read anew', () => {
  const cache = createTokenCache()
  const rules = open('a')
  const verified = cache.keep('digest', { rules, token, fingerprint: 'keys' })
  expect(cache.find(rules, 'digest')).toBe(verified)
  expect(cache.find(rules, 'other')).toBeUndefined()
  expect([open('b'), open('a')].map((other) => cache.find(other, 'digest'))).toEqual([
    undefined,
    undefined,
  ])
})

test('a token is known by the last eight rules that verified it', () => {
  const cache = createTokenCache()
  const names = Array.from({ length: 12 }, (_, at) => `policy-${at}`)
  const all = names.map(open)
  for (const [at, rules] of all.entries())
    cache.keep('digest', { rules, token, fingerprint: names[at] ?? '' })
  const known = all.map((rules) => cache.find(rules, 'digest')?.fingerprint)
  expect(known.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined])
  expect(known.slice(4)).toEqual(names.slice(4))
})

test('what is verified again takes the place of what it knew', () => {
  const cache = createTokenCache()
  const [a, b] = [open('a'), open('b')]
  for (const fingerprint of ['one', 'two']) cache.keep('digest', { rules: a, token, fingerprint })
  cache.keep('digest', { rules: b, token, fingerprint: 'three' })
  expect(cache.find(a, 'digest')).toMatchObject({ fingerprint: 'two', elsewhere: undefined })
})

test('what is dropped for some rules stays for the others', () => {
  const cache = createTokenCache()
  const [a, b, c] = [open('a'), open('b'), open('c')]
  for (const rules of [a, b, c]) cache.keep('digest', { rules, token, fingerprint: '' })
  cache.drop(b, 'digest')
  expect([a, b, c].map((rules) => cache.find(rules, 'digest')?.rules)).toEqual([a, undefined, c])
  cache.drop(a, 'digest')
  cache.drop(c, 'digest')
  cache.drop(c, 'digest')
  expect([a, b, c].map((rules) => cache.find(rules, 'digest')?.rules)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('a digest is the token’s own on every connection, whatever came there before', () => {
  const digestToken = createDigestToken()
  const [one, two] = [{}, {}]
  const digests = [
    digestToken(one, 'a'),
    digestToken(one, 'b'),
    digestToken(one, 'b'),
    digestToken(two, 'a'),
    digestToken(one, 'a'),
  ]
  const [a, b] = digests
  expect(a).toBe('ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs')
  expect(b).not.toBe(a)
  expect(digests).toEqual([a, b, b, a, a])
})

test('tokens are kept by their size, too: of eight kilobytes each some thousands', () => {
  const cache = createTokenCache()
  const large = { ...token, sizeBytes: 8192 }
  const rules = open('a')
  for (let at = 0; at < 9000; at += 1) cache.keep(`${at}`, { rules, token: large, fingerprint: '' })
  const known = Array.from({ length: 9000 }, (_, at) => at).filter((at) =>
    cache.find(rules, `${at}`),
  )
  expect(known.length).toBeLessThanOrEqual(4096)
  expect(known).toContain(8999)
})
