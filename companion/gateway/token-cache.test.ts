import { expect, test } from 'vitest'
import { compileTestApi } from './decide/testing.ts'
import type { ParsedToken } from './decide/token-shape.ts'
import { createDigestToken, createTokenCache } from './token-cache.ts'

const token = {} as ParsedToken
const open = (id: string) => compileTestApi({ api_id: id })

test('a token that an API has verified is not known to another API, nor to the same one read anew', () => {
  const cache = createTokenCache()
  const api = open('a')
  const verified = cache.keep('digest', { api, token, fingerprint: 'keys' })
  expect(cache.find(api, 'digest')).toBe(verified)
  expect(cache.find(api, 'other')).toBeUndefined()
  expect([open('b'), open('a')].map((other) => cache.find(other, 'digest'))).toEqual([
    undefined,
    undefined,
  ])
})

test('a token is known to the last eight APIs that verified it', () => {
  const cache = createTokenCache()
  const apis = Array.from({ length: 12 }, (_, at) => open(`api-${at}`))
  for (const api of apis) cache.keep('digest', { api, token, fingerprint: api.id })
  const known = apis.map((api) => cache.find(api, 'digest')?.fingerprint)
  expect(known.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined])
  expect(known.slice(4)).toEqual(apis.slice(4).map(({ id }) => id))
})

test('what an API verifies again takes the place of what it knew', () => {
  const cache = createTokenCache()
  const [a, b] = [open('a'), open('b')]
  for (const fingerprint of ['one', 'two']) cache.keep('digest', { api: a, token, fingerprint })
  cache.keep('digest', { api: b, token, fingerprint: 'three' })
  expect(cache.find(a, 'digest')).toMatchObject({ fingerprint: 'two', elsewhere: undefined })
})

test('what one API drops the others keep', () => {
  const cache = createTokenCache()
  const [a, b, c] = [open('a'), open('b'), open('c')]
  for (const api of [a, b, c]) cache.keep('digest', { api, token, fingerprint: '' })
  cache.drop(b, 'digest')
  expect([a, b, c].map((api) => cache.find(api, 'digest')?.api)).toEqual([a, undefined, c])
  cache.drop(a, 'digest')
  cache.drop(c, 'digest')
  cache.drop(c, 'digest')
  expect([a, b, c].map((api) => cache.find(api, 'digest')?.api)).toEqual([
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
