import { afterAll, beforeAll, expect, test } from 'vitest'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { readCookie, visitPortal } from './testing.ts'

let lab: TestCompanion
const { get, post } = visitPortal(() => lab.companion.addresses.portal)
const ADA = { email: 'ada@example.com', password: 'correct horse' }

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

async function readRefusal(answer: { headers: Record<string, unknown> }): Promise<string> {
  return (await get(String(answer.headers['location']))).text
}

test('a developer signs up, is signed in, and goes on where the sign-up began', async () => {
  const next = '/clients/new'
  const created = await post('/sign-up', { ...ADA, next })
  expect(created.status).toBe(303)
  expect(created.headers['location']).toBe(next)
  const page = await get(next, { cookie: readCookie(created) })
  expect(page.text).toContain('ada@example.com')
  const again = await post('/sign-in', ADA)
  expect(again.headers['location']).toBe('/clients')
})

test('an address that has an account keeps its password', async () => {
  const refused = await post('/sign-up', { email: 'ADA@example.com', password: 'stolen password' })
  expect(refused.headers['set-cookie']).toBeUndefined()
  const page = await readRefusal(refused)
  expect(page).toContain('This address has an account already.')
  expect(page).toContain('value="ADA@example.com"')
  const stolen = await post('/sign-in', { email: ADA.email, password: 'stolen password' })
  expect(stolen.headers['set-cookie']).toBeUndefined()
})

test('ten sign-ups at once with one address make one account', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      post('/sign-up', { email: 'race@example.com', password: `password ${index}` }),
    ),
  )
  expect(answers.filter(({ headers }) => headers['set-cookie'] !== undefined)).toHaveLength(1)
  const found = (await lab.client.listDevelopers()).filter(
    ({ email }) => email === 'race@example.com',
  )
  expect(found).toHaveLength(1)
})

test.each([
  ['an address that is none', { email: 'ada', password: 'long enough' }, 'Write an e-mail address'],
  [
    'a short password',
    { email: 'bob@example.com', password: 'short' },
    'Use at least 8 characters',
  ],
])('%s gets its sentence beside the field, the address is kept', async (_case, form, sentence) => {
  const page = await readRefusal(await post('/sign-up', form))
  expect(page).toContain(sentence)
  expect(page).toContain(`value="${form.email}"`)
  expect(page).not.toContain(form.password)
})

test('a sign-up never leads away', async () => {
  const created = await post('/sign-up', {
    email: 'away@example.com',
    password: 'correct horse',
    next: '//evil.example',
  })
  expect(created.headers['location']).toBe('/clients')
})

test('a forgotten password is replaced with the code of the message, and other sessions end', async () => {
  const email = 'forgets@example.com'
  const before = readCookie(await post('/sign-up', { email, password: 'first password' }))
  const asked = await post('/forgotten', { email })
  expect(asked.headers['location']).toBe('/new-password?email=forgets%40example.com')
  const [message] = await lab.client.listPortalMessages()
  expect(message).toMatchObject({ to: email, subject: 'Code for a new password' })
  const saved = await post('/new-password', {
    email,
    code: message?.code ?? '',
    password: 'second password',
  })
  expect(saved.headers['location']).toBe('/clients')
  expect((await get('/clients', { cookie: before })).status).toBe(303)
  expect((await get('/clients', { cookie: readCookie(saved) })).status).toBe(200)
  const old = await post('/sign-in', { email, password: 'first password' })
  expect(old.headers['set-cookie']).toBeUndefined()
})

test('a wrong code is refused, and what was typed stays but for the password', async () => {
  const email = 'forgets@example.com'
  await post('/forgotten', { email })
  const refused = await post('/new-password', {
    email,
    code: 'AAAA-AAAA',
    password: 'third password',
  })
  const page = await readRefusal(refused)
  expect(page).toContain('This code is not right for this address')
  expect(page).toContain('value="AAAA-AAAA"')
  expect(page).not.toContain('third password')
})

test('a short password does not use the code up', async () => {
  const email = 'forgets@example.com'
  await post('/forgotten', { email })
  const code = (await lab.client.listPortalMessages())[0]?.code ?? ''
  await post('/new-password', { email, code, password: 'short' })
  const saved = await post('/new-password', { email, code, password: 'long enough' })
  expect(saved.headers['location']).toBe('/clients')
})

test('a code makes no account anew that was removed after it was sent', async () => {
  const email = 'removed@example.com'
  await post('/sign-up', { email, password: 'first password' })
  await post('/forgotten', { email })
  const code = (await lab.client.listPortalMessages())[0]?.code ?? ''
  const find = async () => (await lab.client.listDevelopers()).find((one) => one.email === email)
  await lab.client.deleteDeveloper({ params: { developer: (await find())?.id ?? '' } })
  const refused = await post('/new-password', { email, code, password: 'second password' })
  expect(await readRefusal(refused)).toContain('This code is not right for this address')
  expect(refused.headers['set-cookie']).toBeUndefined()
  expect(await find()).toBeUndefined()
})

test('an address of 60 000 characters is refused like others, and is cut', async () => {
  const email = `${'a'.repeat(60_000)}@example.com`
  const refused = await post('/sign-up', { email, password: 'long enough' })
  const page = await readRefusal(refused)
  expect(page).toContain('Write an e-mail address')
  expect(page.length).toBeLessThan(10_000)
  const asked = await post('/forgotten', { email })
  expect(String(asked.headers['location']).length).toBeLessThan(1000)
})

test('an unknown address is answered like a known one, and gets no message', async () => {
  const count = (await lab.client.listPortalMessages()).length
  const asked = await post('/forgotten', { email: 'nobody@example.com' })
  expect(asked.headers['location']).toBe('/new-password?email=nobody%40example.com')
  expect(await lab.client.listPortalMessages()).toHaveLength(count)
})

test('a sign-up is step 8 of the newest run that has no developer', async () => {
  const run = await runSteps(lab.client, await lab.client.createRun({ body: {} }), {
    last: 'dcr-settings',
  })
  const [entry] = await lab.client.listCatalogue()
  const next = `/clients/new/details?entry=${entry?.id}`
  await post('/sign-up', { email: 'eighth@example.com', password: 'correct horse', next })
  const after = await lab.client.getRun({ params: { run: run.id } })
  expect(findStep(after, 'developer')).toMatchObject({
    state: 'passed',
    result: { via: 'portal', facts: [{ id: 'email', value: 'eighth@example.com' }, {}] },
  })
  await post('/sign-up', { email: 'ninth@example.com', password: 'correct horse', next })
  const later = await lab.client.getRun({ params: { run: run.id } })
  expect(findStep(later, 'developer')).toMatchObject({
    result: { facts: [{ value: 'eighth@example.com' }, {}] },
  })
})

test('sign-ups at once are step 8 of a run each, and take none from each other', async () => {
  for (let count = 0; count < 4; count += 1) await lab.client.createRun({ body: {} })
  await Promise.all(
    Array.from({ length: 8 }, (_none, at) =>
      post('/sign-up', { email: `at-once-${at}@example.com`, password: 'correct horse' }),
    ),
  )
  const runs = await lab.client.listRuns()
  expect(new Set(runs.map((run) => findStep(run, 'developer').state))).toEqual(new Set(['passed']))
  const written = runs.map((run) => JSON.stringify(findStep(run, 'developer').result))
  expect(new Set(written).size).toBe(runs.length)
})

test('after the final step the page says how to get a token and call the API', async () => {
  const cookie = readCookie(await post('/sign-in', ADA))
  const [entry] = await lab.client.listCatalogue()
  const form = await get(`/clients/new/details?entry=${entry?.id}`, { cookie })
  const order = /name="order" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
  const created = await post(
    '/clients/new/details',
    { entry: entry?.id ?? '', order, client_name: 'What now', redirect_uris: '' },
    { cookie },
  )
  const page = (await get(String(created.headers['location']), { cookie })).text
  expect(page).toContain('What now')
  expect(page).toContain('grant_type=client_credentials')
  expect(page).toContain('/oauth2/default/v1/token')
  expect(page).toContain(`${lab.companion.addresses.gateway}/okta-api/`)
})
