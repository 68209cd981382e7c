import { expect, test } from 'vitest'
import { compileTestApi } from '../test/compile-test-api.ts'
import { buildUpstreamHeaders } from './request-headers.ts'

const AGENT = ['User-Agent', 'test']

/** What the upstream gets of these fields, without the agent and the caller's address. */
function send(fields: readonly string[], change: Record<string, unknown> = {}): string[] {
  const rawHeaders = [...AGENT, ...fields]
  const sent = buildUpstreamHeaders(compileTestApi(change), { rawHeaders, peer: '10.0.0.9' })
  expect(sent.slice(0, 2)).toEqual(AGENT)
  expect(sent.slice(-2)).toEqual(['X-Forwarded-For', '10.0.0.9'])
  return sent.slice(2, -2)
}

const stripping = (jwt: Record<string, unknown> = {}) => ({
  strip_auth_data: true,
  auth_configs: { jwt: { auth_header_name: 'Authorization', ...jwt } },
})

test('order, spelling and repetition of the caller’s fields are kept', () => {
  const fields = ['X-b', '1', 'x-A', '2', 'X-b', '3', 'X-Empty', '']
  expect(send(fields)).toEqual(fields)
})

test.each([
  'Connection',
  'Keep-Alive',
  'Proxy-Authorization',
  'Transfer-Encoding',
  'Upgrade',
  'Forwarded',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Forwarded-Port',
  'X-Forwarded-Proto',
  'X-Real-IP',
  'Expect',
  'Host',
])('%s of the caller is left out', (name) => {
  expect(send(['X-A', '1', name, 'x', 'X-B', '2'])).toEqual(['X-A', '1', 'X-B', '2'])
})

test('what the caller’s Connection names is left out', () => {
  expect(send(['Connection', 'close, X-Secret', 'X-Secret', '1', 'X-A', '2'])).toEqual(['X-A', '2'])
})

test('TE passes only when it says trailers, and only that field does so', () => {
  expect(send(['TE', 'Trailers'])).toEqual(['TE', 'Trailers'])
  expect(send(['TE', 'gzip'])).toEqual([])
  expect(send(['X-Note', 'trailers'])).toEqual(['X-Note', 'trailers'])
})

test('Host passes where the API preserves it', () => {
  const kept = { proxy: { preserve_host_header: true } }
  expect(send(['Host', 'a.test'], kept)).toEqual(['Host', 'a.test'])
})

test('a call without an agent gets one that names this gateway, a call with one keeps it', () => {
  const api = compileTestApi()
  const build = (rawHeaders: string[]) => buildUpstreamHeaders(api, { rawHeaders, peer: '::1' })
  const own = ['X-Forwarded-For', '::1', 'User-Agent', 'Tyk/dcr-lab']
  expect(build(['X-A', '1'])).toEqual(['X-A', '1', ...own])
  expect(build(['user-agent', 'x'])).toEqual(['user-agent', 'x', 'X-Forwarded-For', '::1'])
})

test('the token’s header stays unless the API strips it', () => {
  const fields = ['AUTHORIZATION', 'Bearer x', 'X-Token', 'y']
  expect(send(fields)).toEqual(fields)
  expect(send(fields, stripping())).toEqual(['X-Token', 'y'])
  expect(send(fields, stripping({ auth_header_name: 'X-Token' }))).toEqual(fields.slice(0, 2))
})

const cookieNamed = (cookie_name: string) => stripping({ use_cookie: true, cookie_name })

test.each([
  ['jwt=x; a=1', 'a=1'],
  ['a=1; jwt=x; b=2', 'a=1; b=2'],
  ['a=1;jwt=x', 'a=1'],
  ['jwtx=1; a=jwt', 'jwtx=1; a=jwt'],
  ['jwt=x; jwt=y; a=1', 'a=1'],
])('of the cookies %j stripping leaves %j', (sent, kept) => {
  expect(send(['Cookie', sent], cookieNamed('jwt'))).toEqual(['Cookie', kept])
})

test('a Cookie field that held only the token goes on empty, as with Tyk', () => {
  expect(send(['Cookie', 'jwt=x', 'X-A', '1'], cookieNamed('jwt'))).toEqual([
    'Cookie',
    '',
    'X-A',
    '1',
  ])
  expect(send(['Cookie', ''], cookieNamed('jwt'))).toEqual(['Cookie', ''])
})

test('only the Cookie field is read for cookies', () => {
  expect(send(['X-Note', 'jwt=x'], cookieNamed('jwt'))).toEqual(['X-Note', 'jwt=x'])
})

test('cookies pass untouched when nothing is stripped, or when no cookie can hold the token', () => {
  const line = ['Cookie', ' jwt=x;a=1 ; ']
  const { auth_configs } = cookieNamed('jwt')
  expect(send(line, { auth_configs })).toEqual(line)
  expect(send(line, stripping({ cookie_name: 'jwt' }))).toEqual(line)
})

test('the session cookies of the lab’s own pages stay here', () => {
  const own = [
    'dcr_portal=s',
    'dcr_idp_session=a',
    'dcr_idp_session.sig=b',
    'dcr_idp_interaction=c',
  ]
  expect(send(['Cookie', [...own, 'theme=dark', 'dcr_other=1'].join('; ')])).toEqual([
    'Cookie',
    'theme=dark; dcr_other=1',
  ])
  expect(send(['X-A', '1', 'Cookie', own.join('; ')])).toEqual(['X-A', '1'])
})
