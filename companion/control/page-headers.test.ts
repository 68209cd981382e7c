import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

type Listener = 'control' | 'idp' | 'portal' | 'sample_api'

test.each<[Listener, string]>([
  ['control', '/errors'],
  ['control', '/errors/INTERNAL'],
  ['idp', '/admin/clients'],
  ['idp', '/admin/clients/nothing'],
  ['idp', '/oauth2/default/v1/authorize?client_id=nobody'],
  ['idp', '/rfc/auth?client_id=nobody'],
  ['idp', '/rfc/device'],
  ['idp', '/auth0/authorize?client_id=nobody'],
  ['portal', '/'],
  ['portal', '/sign-in'],
  ['portal', '/nothing'],
  ['portal', '/callback?error=access_denied&state=x'],
  ['sample_api', '/'],
])('the page of %s at %s cannot be framed, sniffed or led astray', async (listener, path) => {
  const { headers, body } = await request(lab.companion.addresses[listener] + path, {
    headers: { accept: 'text/html' },
  })
  await body.dump()
  expect(headers).toMatchObject({
    'content-type': expect.stringContaining('text/html') as string,
    'cache-control': expect.stringContaining('no-store') as string,
    'content-security-policy': expect.stringMatching(
      /default-src 'none'.*frame-ancestors 'none'/,
    ) as string,
    'cross-origin-opener-policy': expect.any(String) as string,
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': listener === 'portal' ? 'same-origin' : 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
})

test('the page that posts an answer to the redirect URI runs its own script, and no other', async () => {
  const { idp } = lab.companion.addresses
  const registered = await request(`${idp}/auth0/oidc/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'x', redirect_uris: ['http://127.0.0.1:9/cb'] }),
  })
  const { client_id } = (await registered.body.json()) as { client_id: string }
  const query = new URLSearchParams({
    client_id,
    redirect_uri: 'http://127.0.0.1:9/cb',
    response_type: 'code',
    response_mode: 'form_post',
    prompt: 'none',
    scope: 'openid',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  })
  const { headers, body } = await request(`${idp}/auth0/authorize?${query.toString()}`)
  expect(await body.text()).toContain('document.forms[0].submit()')
  expect(headers['content-security-policy']).toMatch(/script-src 'report-sample' 'sha256-[^']+'/)
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
})

test('what a page of elsewhere gets does not say which program listens', async () => {
  const { control } = lab.companion.addresses
  for (const headers of [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example' },
  ])
    for (const path of ['/healthz', '/api/status', '/errors']) {
      const answer = await request(control + path, { headers })
      expect(Math.floor(answer.statusCode / 100)).toBe(4)
      const text = JSON.stringify(answer.headers) + (await answer.body.text())
      expect(text).not.toMatch(/dcr|companion|lab\b/i)
    }
})
