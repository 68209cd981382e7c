import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { createSampleToken } from '../../testing/fake-tokens.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleClient } from '../../testing/sample-clients.ts'
import { DEVICE, EXCHANGE, JWT_BEARER } from './token-words.ts'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const choose = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } })
const type = (label: string, value: string): void =>
  void fireEvent.input(screen.getByLabelText(label), { target: { value } })
const bodyOf = ({ calls }: FakeCompanion, name: string): unknown => {
  const call = calls.findLast((one) => one.startsWith(`${name} `))
  return call === undefined ? undefined : JSON.parse(call.slice(name.length + 1))
}

function withClients(): FakeCompanion {
  const companion = new FakeCompanion()
  companion.clients.list = [
    createSampleClient('a'),
    createSampleClient('b', {
      granted: { client_name: 'Client b', grant_types: ['authorization_code', 'refresh_token'] },
      created_at: '2026-11-23T13:00:00.000Z',
    }),
    createSampleClient('c', { state: 'deleted' }),
  ]
  return companion
}

async function openTokens(companion = withClients()) {
  const panel = await openPanel({ companion })
  press('Tokens')
  await screen.findByRole('heading', { name: 'Tokens' })
  await screen.findByRole('heading', { name: /Get a token|Register a client first/ })
  return panel
}

async function openToken(companion = withClients()) {
  companion.tokens.list = [
    createSampleToken('one'),
    createSampleToken('two', { registration: 'b' }),
  ]
  const panel = await openTokens(companion)
  fireEvent.click(await screen.findByRole('button', { name: /^Client a/ }))
  await screen.findByRole('heading', { name: 'Token of Client a' })
  return panel
}

test('without a client the page says what comes first', async () => {
  await openTokens(new FakeCompanion())
  expect(await screen.findByText(/No token yet/)).toBeTruthy()
  press('Go to “Register client”')
  expect(screen.getByRole('heading', { name: /Register/ })).toBeTruthy()
})

test('tokens are named after their clients, with the time they have left', async () => {
  const companion = withClients()
  companion.tokens.list = [
    createSampleToken('one', { revoked_at: '2026-11-23T15:00:00.000Z' }),
    createSampleToken('two', { registration: 'nobody', expires_at: '2026-01-01T00:00:00.000Z' }),
  ]
  await openTokens(companion)
  expect((await screen.findByRole('button', { name: /^Client a/ })).textContent).toContain(
    'Revoked',
  )
  const orphan = await screen.findByRole('button', { name: /^a client that is gone/ })
  expect(orphan.textContent).toMatch(/Ended .* ago/)
})

test('tokens end on the lab’s clock', async () => {
  const companion = withClients()
  companion.lab.state = { faults: [], offset_seconds: 7200 }
  const expires_at = new Date(Date.now() + 3_600_000).toISOString()
  companion.tokens.list = [createSampleToken('one', { expires_at })]
  await openTokens(companion)
  expect((await screen.findByRole('button', { name: /^Client a/ })).textContent).toContain('Ended')
})

test('a token by client credentials is shown as soon as it is here', async () => {
  const { companion } = await openTokens()
  const clients = screen.getByLabelText('Client') as HTMLSelectElement
  expect([...clients.options].map(({ value }) => value)).toEqual(['a', 'b'])
  type('Scope', ' orders ')
  type('Audience', 'api')
  fireEvent.click(screen.getByRole('switch', { name: 'Bind to a key (DPoP)', hidden: true }))
  press('Get token')
  expect(await screen.findByRole('heading', { name: 'Token of Client a' })).toBeTruthy()
  expect(bodyOf(companion, 'requestToken')).toEqual({
    registration: 'a',
    grant: 'client_credentials',
    scope: 'orders',
    audience: 'api',
    dpop: true,
  })
  press('All tokens')
  expect(document.activeElement?.textContent).toContain('Client a')
})

test('a refusal stands where the token was asked for', async () => {
  const { companion } = await openTokens()
  companion.tokens.refusal = new AppError('TOKEN_REFUSED', { detail: 'Okta answered 403.' })
  press('Get token')
  expect((await screen.findByRole('alert')).textContent).toContain('Okta answered 403.')
})

test('another client brings its own grant, and one it lacks is warned of', async () => {
  await openTokens()
  expect(screen.getByLabelText('Grant')).toHaveProperty('value', 'client_credentials')
  choose('Grant', DEVICE)
  expect(screen.getByText(/This client was not granted it/)).toBeTruthy()
  choose('Client', 'b')
  expect(screen.getByLabelText('Grant')).toHaveProperty('value', 'authorization_code')
  expect(screen.queryByText(/was not granted it/)).toBeNull()
  expect(screen.getByText('http://127.0.0.1:8793/oauth/callback')).toBeTruthy()
})

test('a person’s part is waited for, and the token is shown then', async () => {
  const { companion } = await openTokens()
  choose('Client', 'b')
  fireEvent.click(screen.getByRole('switch', { name: /PAR/, hidden: true }))
  press('Start')
  const link = await screen.findByRole('link', { name: 'Sign in at the provider' })
  expect(link.getAttribute('href')).toBe('http://idp.test/auth')
  expect(bodyOf(companion, 'startFlow')).toMatchObject({ grant: 'authorization_code', par: true })
  companion.tokens.add('new', { registration: 'b', grant: 'authorization_code' })
  companion.tokens.flow = { ...companion.tokens.flow, state: 'done', token: 'new' }
  expect(
    await screen.findByRole('heading', { name: 'Token of Client b' }, { timeout: 3000 }),
  ).toBeTruthy()
})

test('a device shows its code, and a failure says why', async () => {
  const { companion, stores } = await openTokens()
  companion.tokens.flow = { ...companion.tokens.flow, user_code: 'ABCD-EFGH' }
  choose('Grant', DEVICE)
  press('Start')
  expect(await screen.findByText('ABCD-EFGH')).toBeTruthy()
  companion.tokens.flow = { ...companion.tokens.flow, state: 'failed', failure: 'access_denied' }
  const alert = await screen.findByRole('alert', {}, { timeout: 3000 })
  expect(alert.textContent).toContain('access_denied')
  const looks = companion.calls.length
  await stores.tokens.lookAtFlow()
  expect(companion.calls).toHaveLength(looks)
  press('Dismiss')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('renewing and exchanging begin with another token', async () => {
  const { companion } = await openTokens()
  choose('Grant', 'refresh_token')
  expect(screen.getByText(/No token came with a refresh token yet/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Get token' })).toHaveProperty('disabled', true)
  companion.tokens.add('plain')
  companion.tokens.add('long', { has_refresh_token: true })
  const source = (await screen.findByLabelText('Token to renew')) as HTMLSelectElement
  expect([...source.options].map(({ value }) => value)).toEqual(['long'])
  choose('Grant', EXCHANGE)
  choose('Token to exchange', 'plain')
  press('Get token')
  await screen.findByRole('heading', { name: 'Token of Client a' })
  expect(bodyOf(companion, 'requestToken')).toMatchObject({ grant: EXCHANGE, token: 'plain' })
})

test('a JWT of another issuer is given for a token', async () => {
  const { companion } = await openTokens()
  choose('Grant', JWT_BEARER)
  expect(screen.getByRole('button', { name: 'Get token' })).toHaveProperty('disabled', true)
  type('Assertion', 'a.b.c')
  press('Get token')
  await screen.findByRole('heading', { name: 'Token of Client a' })
  expect(bodyOf(companion, 'requestToken')).toMatchObject({ grant: JWT_BEARER, assertion: 'a.b.c' })
})

test('the inside of a token: checks, header, claims', async () => {
  const companion = withClients()
  companion.tokens.inspection = {
    is_jwt: true,
    header: { alg: 'RS256' },
    claims: { sub: 'client-a' },
    checks: [
      { id: 'signature', text: 'A key signed it', state: 'failed', evidence: 'kid k2' },
      { id: 'aud', text: 'It names an audience', state: 'passed' },
    ],
  }
  await openToken(companion)
  const checks = await screen.findByRole('list', { name: 'Checks of the token' })
  expect(within(checks).getByRole('img', { name: 'Failed' })).toBeTruthy()
  expect(within(checks).getByText('kid k2')).toBeTruthy()
  expect(within(screen.getByRole('table', { name: 'Claims' })).getByText('client-a')).toBeTruthy()
  press('Reveal access token')
  expect(await screen.findByText('plain value of token/one/access_token')).toBeTruthy()
})

test('an inspection that fails can be asked for again', async () => {
  const companion = withClients()
  companion.tokens.refusal = new AppError('PROVIDER_UNREACHABLE', { detail: 'No server answers.' })
  await openToken(companion)
  expect((await screen.findByRole('alert')).textContent).toContain('No server answers.')
  press('Inspect again')
  expect(await screen.findByRole('list', { name: 'Checks of the token' })).toBeTruthy()
})

test('the provider is asked, and told to revoke', async () => {
  const { companion } = await openToken()
  press('Introspect')
  expect(await screen.findByText('The provider says: active')).toBeTruthy()
  companion.tokens.introspection = { active: false }
  press('Introspect')
  expect(await screen.findByText('The provider says: not active')).toBeTruthy()
  press('Revoke')
  const dialog = await screen.findByRole('dialog', { name: 'Revoke this token?' })
  expect(companion.calls).not.toContain('revokeToken one')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Revoke token' }))
  expect(await screen.findByText('Revoked at the provider')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Revoke' })).toBeNull()
})

test('two tokens are compared', async () => {
  const { companion } = await openToken()
  companion.tokens.comparison = {
    differences: [{ part: 'claims', name: 'scope', left: '"tyk"' }],
  }
  press('Compare')
  const table = await screen.findByRole('table', { name: 'Claims' })
  expect(within(table).getByText('not there')).toBeTruthy()
  expect(companion.calls.at(-1)).toBe('compareTokens one two')
  companion.tokens.comparison = { differences: [] }
  press('Compare')
  expect(await screen.findByText(/No readable difference/)).toBeTruthy()
})

test('a token and its client lead to each other', async () => {
  await openToken()
  press('Open the client')
  expect(await screen.findByRole('heading', { name: 'Client a' })).toBeTruthy()
  press('Get token')
  await screen.findByRole('heading', { name: 'Tokens' })
  expect(screen.getByLabelText('Client')).toHaveProperty('value', 'a')
})

test('an event alone makes no list', async () => {
  const { stream, stores } = await openPanel()
  stream.onEvent({ id: '', name: 'token.changed', payload: createSampleToken('one') })
  stream.onEvent({ id: '', name: 'token.deleted', payload: { id: 'one' } })
  expect(stores.tokens.tokens.value).toBeUndefined()
})

test('a token that goes leaves the list', async () => {
  const companion = withClients()
  companion.tokens.list = [createSampleToken('one')]
  const { stream } = await openTokens(companion)
  await screen.findByRole('button', { name: /^Client a/ })
  stream.onEvent({ id: '', name: 'token.deleted', payload: { id: 'one' } })
  await waitFor(() => expect(screen.getByText(/No token yet/)).toBeTruthy())
})

test('who stops waiting is not led to a token that comes later', async () => {
  const { companion, stores } = await openTokens()
  choose('Client', 'b')
  press('Start')
  await screen.findByRole('link', { name: 'Sign in at the provider' })
  const look = stores.tokens.lookAtFlow()
  companion.tokens.flow = { ...companion.tokens.flow, state: 'done', token: 'new' }
  press('Stop waiting')
  await look
  expect(stores.tokens.shown.value).toBeUndefined()
  expect(screen.queryByRole('link', { name: 'Sign in at the provider' })).toBeNull()
})
