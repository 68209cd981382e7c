import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run } from '#shared/contract/run.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { type PortalPageAnswer, readCookie, visitPortal } from './testing.ts'

let lab: TestCompanion
let run: Run
let cookie: string
let entry: string

beforeAll(async () => {
  lab = await startTestCompanion()
  run = await runSteps(lab.client, await lab.client.createRun({ body: {} }), {
    last: 'developer',
    inputs: { developer: { email: 'dev@example.com', password: 'correct horse' } },
  })
  entry = (await lab.client.listCatalogue())[0]?.id ?? ''
  cookie = readCookie(
    await post('/sign-in', { email: 'dev@example.com', password: 'correct horse' }),
  )
})

afterAll(() => lab.stop())

const portal = visitPortal(() => lab.companion.addresses.portal)
const { post } = portal
const get = (path: string, headers: Record<string, string> = { cookie }) =>
  portal.get(path, headers)

async function register(form: Record<string, string>): Promise<PortalPageAnswer> {
  const page = await get(`/clients/new/details?entry=${entry}`)
  const order = /name="order" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  return post('/clients/new/details', { entry, order, redirect_uris: '', ...form }, { cookie })
}

test('the catalogue shows the published APIs without a sign-in', async () => {
  const page = await get('/', {})
  expect(page.status).toBe(200)
  expect(page.text).toContain('OKTA API')
  expect(page.text).toContain('/okta-api/')
})

test('clients are for those who signed in', async () => {
  const page = await get('/clients/new', {})
  expect(page.status).toBe(303)
  expect(page.headers['location']).toBe('/sign-in?next=%2Fclients%2Fnew')
})

test('a wrong password keeps the address and says what is wrong', async () => {
  const refused = await post('/sign-in', { email: 'dev@example.com', password: 'wrong' })
  // A redirect, so that Back leads to a page and not to a form that would be sent again.
  expect(refused.status).toBe(303)
  expect(refused.headers['set-cookie']).toBeUndefined()
  const page = await get(String(refused.headers['location']), {})
  expect(page.text).toContain('value="dev@example.com"')
  expect(page.text).toContain('The e-mail address or the password is wrong.')
})

test.each(['https://evil.example', '//evil.example', '/\\evil.example', '/%0d%0aset-cookie:x'])(
  'signing in never leads away: %s',
  async (next) => {
    const page = await post('/sign-in', {
      email: 'dev@example.com',
      password: 'correct horse',
      next,
    })
    const location = String(page.headers['location'])
    expect(new URL(location, lab.companion.addresses.portal).origin).toBe(
      lab.companion.addresses.portal,
    )
  },
)

test('the wizard ends with credentials that are shown once', async () => {
  const created = await register({ client_name: 'Portal client' })
  expect(created.status).toBe(303)
  const path = String(created.headers['location'])
  const first = await get(path)
  const id = /data-client-id="([^"]+)"/.exec(first.text)?.[1] ?? ''
  const secret = /data-client-secret[^>]*>([^<]+)</.exec(first.text)?.[1] ?? ''
  expect(id).toMatch(/^0oa/)
  expect(secret).toHaveLength(40)
  expect(first.headers['cache-control']).toBe('no-store')
  const second = await get(path)
  expect(second.text).not.toContain(secret)
  expect(second.text).toContain('cannot be shown again')

  const { run: captured } = await lab.client.captureCredentials({
    body: { client_id: id, client_secret: secret, catalogue_entry: entry },
  })
  const step = captured && findStep(captured, 'register-client')
  expect(step).toMatchObject({ state: 'passed', result: { via: 'portal' } })
  for (const later of ['see-client', 'token', 'call-api'] as const) {
    const after = await lab.client.runStep({ params: { run: run.id, step: later }, body: {} })
    expect(findStep(after, later).state, later).toBe('passed')
  }
})

test('a second client that is captured makes what was done with the first to be done again', async () => {
  const created = await register({ client_name: 'Second client' })
  const page = await get(String(created.headers['location']))
  const id = /data-client-id="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const { run: captured } = await lab.client.captureCredentials({
    body: { client_id: id, catalogue_entry: entry },
  })
  const states = captured?.steps.slice(8).map(({ state }) => state)
  expect(states).toEqual(['passed', 'outdated', 'outdated', 'outdated'])
})

test('a page cannot plant credentials of an unregistered client', async () => {
  const plant = (client_id: string, client_secret: string) =>
    lab.client.captureCredentials({ body: { client_id, client_secret, catalogue_entry: entry } })
  await expect(plant('0oaUnknown', 'x')).rejects.toMatchObject({ code: 'RECORD_NOT_FOUND' })
  const [known] = await lab.client.listRegistrations()
  await expect(plant(known?.client_id ?? '', 'another secret')).rejects.toMatchObject({
    code: 'RECORD_NOT_FOUND',
  })
})

test('sending the form twice registers once', async () => {
  const page = await get(`/clients/new/details?entry=${entry}`)
  const order = /name="order" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const form = { entry, order, client_name: 'Twice', redirect_uris: '' }
  const [first, second] = [
    await post('/clients/new/details', form, { cookie }),
    await post('/clients/new/details', form, { cookie }),
  ]
  expect(second.headers['location']).toBe(first.headers['location'])
  const twice = (await lab.client.listRegistrations()).filter(
    ({ client_name }) => client_name === 'Twice',
  )
  expect(twice).toHaveLength(1)
})

test('bad input gets the sentence beside the field and keeps what was typed', async () => {
  const refused = await register({
    client_name: 'Kept <name>',
    redirect_uris: 'https://ok.example/cb\njavascript:alert(1)',
  })
  expect(refused.status).toBe(303)
  const page = await get(String(refused.headers['location']))
  expect(page.text).toContain('value="Kept &lt;name>"')
  expect(page.text).toContain('javascript:alert(1)')
  expect(page.text).toContain('This scheme can run code')
})

test('what one developer typed is not shown to another', async () => {
  const refused = await register({ client_name: 'Private', redirect_uris: 'x' })
  await lab.client.createDeveloper({
    body: { email: 'curious@example.com', password: 'curious password' },
  })
  const other = readCookie(
    await post('/sign-in', { email: 'curious@example.com', password: 'curious password' }),
  )
  const page = await get(String(refused.headers['location']), { cookie: other })
  expect(page.text).not.toContain('Private')
})

test('times are local', async () => {
  await register({ client_name: 'Timed' })
  const page = await get('/clients')
  expect(page.text).not.toContain('UTC')
  const year = new Date().getFullYear()
  expect(page.text).toMatch(new RegExp(`<time datetime="${year}-[^"]+Z">[^<]*${year}[^<]*</time>`))
})

test('a form of another site is refused', async () => {
  const page = await post(
    '/clients/new/details',
    { entry, client_name: 'x' },
    { cookie, origin: 'https://evil.example' },
  )
  expect(page.status).toBe(403)
  const sibling = await post('/sign-out', {}, { cookie, 'sec-fetch-site': 'same-site' })
  expect(sibling.status).toBe(403)
})

test('every page forbids framing and foreign scripts', async () => {
  for (const path of ['/', '/sign-in', '/clients', '/clients/new', '/nowhere']) {
    const { headers } = await get(path)
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'")
  }
})

test('another developer cannot read the credentials', async () => {
  const created = await register({ client_name: 'Mine' })
  await lab.client.createDeveloper({
    body: { email: 'other@example.com', password: 'other password' },
  })
  const other = readCookie(
    await post('/sign-in', { email: 'other@example.com', password: 'other password' }),
  )
  const page = await get(String(created.headers['location']), { cookie: other })
  expect(page.status).toBe(404)
})
