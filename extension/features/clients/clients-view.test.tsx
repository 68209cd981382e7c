import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test, vi } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleClient } from '../../testing/sample-clients.ts'
import { createSampleExchange } from '../../testing/sample-records.ts'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const type = (label: string, value: string): void =>
  void fireEvent.input(screen.getByLabelText(label), { target: { value } })
const listed = (): (string | null)[] =>
  within(screen.getByRole('list', { name: 'Clients' }))
    .getAllByRole('listitem')
    .map((item) => item.querySelector('strong')?.textContent ?? null)

async function openClients(...clients: ReturnType<typeof createSampleClient>[]) {
  const companion = new FakeCompanion()
  companion.clients.list = clients
  const panel = await openPanel({ companion })
  press('Clients')
  await screen.findByRole('heading', { name: 'Clients' })
  return panel
}

async function openClient(part: Parameters<typeof createSampleClient>[1] = {}) {
  const panel = await openClients(createSampleClient('a', part))
  fireEvent.click(await screen.findByRole('button', { name: /^Client a/ }))
  await screen.findByRole('heading', { name: 'Client a' })
  return panel
}

test('the menu leads from one client to the list of all', async () => {
  await openClient()
  press('Clients')
  expect(await screen.findByRole('heading', { name: 'Clients' })).toBeTruthy()
})

test('an empty ledger teaches, and leads to the step that registers', async () => {
  await openClients()
  expect(await screen.findByText(/Every registered client is listed here/)).toBeTruthy()
  press('Go to “Register client”')
  expect(screen.getByRole('heading', { name: /Register/ })).toBeTruthy()
})

test('the ledger says who made each client, where it lives and what became of it', async () => {
  await openClients(
    createSampleClient('a', { created_at: '2026-11-23T15:00:00.000Z', origin: 'cli' }),
    createSampleClient('b', { state: 'deleted', client_secret_expires_at: 1 }),
    createSampleClient('c', { state: 'unknown', created_at: '2026-11-23T16:00:00.000Z' }),
    createSampleClient('d', {
      origin: 'adopted',
      is_unchecked: true,
      created_at: '2026-11-23T17:00:00.000Z',
    }),
  )
  await screen.findByText('Client a')
  expect(listed()).toEqual(['Client d', 'Client c', 'Client a', 'Client b'])
  const adopted = screen.getByRole('button', { name: /^Client d/ })
  expect(adopted.textContent).toContain('Not checked')
  expect(adopted.textContent).not.toContain('Registered')
  const row = screen.getByRole('button', { name: /^Client a/ })
  expect(row.textContent).toContain('Command line · Okta at 127.0.0.1:8792')
  expect(row.textContent).toContain('Registered')
  const gone = screen.getByRole('button', { name: /^Client b/ })
  expect(gone.textContent).toContain('Deleted')
  // The secret of a deleted client is not shown.
  expect(gone.textContent).not.toContain('Secret')
})

test('a client of which two secrets are held says so, and until when', async () => {
  await openClient({ client_secret: '••••abcd', other_client_secrets: ['••••wxyz'] })
  const held = screen.getByText('More than one secret is held').closest('div')
  expect(held?.parentElement?.textContent).toContain(
    'The provider has named ••••abcd and ••••wxyz. The next token shows which one works',
  )
})

test('states and words narrow the list down', async () => {
  await openClients(
    createSampleClient('a'),
    createSampleClient('b', { state: 'deleted', origin: 'portal' }),
  )
  await screen.findByText('Client a')
  press('Deleted 1')
  await waitFor(() => expect(listed()).toEqual(['Client b']))
  press('All 2')
  await waitFor(() => expect(listed()).toHaveLength(2))
  type('Find', 'PORTAL okta')
  await waitFor(() => expect(listed()).toEqual(['Client b']))
  expect(await screen.findByRole('button', { name: 'All 1' })).toBeTruthy()
  type('Find', 'nobody')
  expect(await screen.findByText(/No client matches/)).toBeTruthy()
})

test('a long ledger comes in parts', async () => {
  await openClients(...Array.from({ length: 60 }, (_, at) => createSampleClient(String(at))))
  await screen.findByText('Client 0')
  expect(listed()).toHaveLength(50)
  press('Show 10 more of 60')
  await waitFor(() => expect(listed()).toHaveLength(60))
})

test('what happens elsewhere arrives by itself', async () => {
  const { companion } = await openClients(createSampleClient('a'))
  await screen.findByText('Client a')
  companion.clients.change('a', { state: 'deleted' })
  await waitFor(() =>
    expect(screen.getByRole('button', { name: /^Client a/ }).textContent).toContain('Deleted'),
  )
})

test('the end of a secret is counted down', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T14:00:00.000Z'), shouldAdvanceTime: true })
  const seconds = Date.parse('2026-11-23T14:00:02.000Z') / 1000
  await openClients(createSampleClient('a', { client_secret_expires_at: seconds }))
  expect(await screen.findByText('Secret ends in 2 s')).toBeTruthy()
  await vi.advanceTimersByTimeAsync(3000)
  expect(await screen.findByText(/Secret ended \d s ago/)).toBeTruthy()
})

test('a client shows asked beside granted, its secrets behind masks, and its exchanges', async () => {
  const companion = new FakeCompanion()
  companion.clients.list = [createSampleClient('a', { client_id: '0oa7Kd92mQxVb4pT15d7' })]
  companion.exchanges.set('x', createSampleExchange('x'))
  await openPanel({ companion })
  press('Clients')
  fireEvent.click(await screen.findByRole('button', { name: /^Client a/ }))
  const table = await screen.findByRole('table', { name: 'Granted otherwise than asked' })
  expect(within(table).getByText('Not said')).toBeTruthy()
  expect(screen.queryByText(/plain value/)).toBeNull()
  press('Reveal client secret')
  expect(await screen.findByText('plain value of registration/a/client_secret')).toBeTruthy()
  press('Reveal registration access token')
  expect(
    await screen.findByText('plain value of registration/a/registration_access_token'),
  ).toBeTruthy()
  expect(await screen.findByText('Register client')).toBeTruthy()
})

test('on the way back the row of the client has the focus', async () => {
  await openClient()
  press('All clients')
  expect(document.activeElement?.textContent).toContain('Client a')
})

test('a client is read, and what changed at the provider is named', async () => {
  const { companion } = await openClient()
  companion.clients.atProvider = { client_name: 'Client a', grant_types: ['implicit'] }
  press('Read client')
  expect(await screen.findByText(/changed at the provider\. The ledger was updated/)).toBeTruthy()
  const table = screen.getByRole('table', { name: 'Changed at the provider' })
  expect(within(table).getByText('implicit')).toBeTruthy()
  await waitFor(() =>
    expect(
      screen.getByRole('button', { name: 'Read client' }).getAttribute('aria-busy'),
    ).toBeNull(),
  )
  press('Read client')
  expect(await screen.findByText(/match the ledger/)).toBeTruthy()
})

test('a refusal of the provider stands where it was asked', async () => {
  const { companion } = await openClient()
  companion.clients.refusal = new AppError('MANAGEMENT_UNAVAILABLE', { detail: 'Not offered.' })
  press('Read client')
  expect(within(await screen.findByRole('alert')).getByText('Not offered.')).toBeTruthy()
})

test('an update shows what it would drop before it is sent', async () => {
  const { companion } = await openClient()
  companion.clients.plan = {
    sent: { client_name: 'New', client_uri: 'https://app.example' },
    added: ['client_uri'],
    changed: ['client_name'],
    dropped: ['grant_types'],
    effects: { grant_types: 'No token any more.' },
    left_out: ['client_id'],
  }
  type('Client metadata', '{"client_name":"New"')
  press('Preview the update')
  expect(await screen.findByText(/names and values between braces/)).toBeTruthy()
  expect(companion.calls.filter((call) => call.startsWith('planUpdate'))).toEqual([])
  type('Client metadata', '{"client_name":"New"}')
  press('Preview the update')
  expect(await screen.findByText(/would drop 1 member\. Nothing was sent yet/)).toBeTruthy()
  const table = screen.getByRole('table', { name: 'What the update would change' })
  expect(within(table).getByText('No token any more.')).toBeTruthy()
  expect(within(table).getByText('gone, or the default')).toBeTruthy()
  expect(within(table).getByText('Added')).toBeTruthy()
  expect(screen.getByText('client_id', { selector: 'p > code' })).toBeTruthy()
  press('Update client')
  expect(await screen.findByText(/^Updated\./)).toBeTruthy()
  expect(companion.calls.at(-1)).toBe('updateRegistration {"client_name":"New"}')
})

test('a plan belongs to the text it was made from', async () => {
  const { companion } = await openClient()
  companion.clients.plan.changed = ['client_name']
  press('Preview the update')
  await screen.findByRole('button', { name: 'Update client' })
  type('Client metadata', '{}')
  expect(screen.queryByRole('button', { name: 'Update client' })).toBeNull()
})

test('a secret is rotated and a client deleted only after a question', async () => {
  const { companion } = await openClient()
  press('Rotate secret')
  const ask = await screen.findByRole('dialog', { name: 'Rotate the secret?' })
  expect(companion.calls).not.toContain('rotateSecret a')
  fireEvent.click(within(ask).getByRole('button', { name: 'Rotate secret' }))
  expect(await screen.findByText('••••neWs')).toBeTruthy()
  press('Delete client')
  const dialog = await screen.findByRole('dialog', { name: 'Delete this client?' })
  expect(dialog.textContent).toContain('0oa-a')
  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  expect(companion.calls).not.toContain('deleteRegistration a')
  press('Delete client')
  fireEvent.click(
    within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete client' }),
  )
  expect(await screen.findByText(/gone at the provider; the ledger keeps/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Update client' })).toBeNull()
  expect(document.activeElement?.textContent).toBe('Client a')
})

test('a sweep names its clients first, then what it had to leave', async () => {
  const { companion } = await openClients(
    createSampleClient('a', { run: 'run-1' }),
    createSampleClient('b', { run: 'run-2', origin: 'test' }),
    createSampleClient('c', { state: 'deleted', run: 'run-2' }),
  )
  await screen.findByText('Client a')
  companion.clients.stubborn.add('b')
  press('Sweep')
  const scope = screen.getByLabelText('Which clients') as HTMLSelectElement
  expect([...scope.options].map(({ text }) => text)).toEqual([
    'All clients (2)',
    'Made by: panel (1)',
    'Made by: test run (1)',
    'The run on screen (1)',
    expect.stringMatching(/^The run of .* \(1\)$/),
  ])
  fireEvent.change(scope, { target: { value: 'run run-1' } })
  press('Delete 1 client…')
  expect((await screen.findByRole('dialog')).textContent).toContain('Client a')
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }))
  fireEvent.change(scope, { target: { value: 'all' } })
  press('Delete 2 clients…')
  fireEvent.click(
    within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete 2 clients' }),
  )
  expect(await screen.findByText('Deleted 2 clients, left 1 client behind.')).toBeTruthy()
  expect(screen.getByText('Client b: The provider said 503.')).toBeTruthy()
  expect(companion.calls.at(-1)).toBe('sweepClients {}')
})

test('a client made elsewhere is adopted once its fields fit', async () => {
  const { companion } = await openClients()
  await screen.findByText('No client yet')
  press('Adopt a client')
  type('Provider address', 'sso.example.com')
  type('Registration endpoint', 'nowhere at all')
  type('Client information', '{"client_name":"Theirs"}')
  press('Adopt client')
  expect(screen.getByText('The answer has to name the client_id.')).toBeTruthy()
  expect(screen.getByLabelText('Registration endpoint').getAttribute('aria-invalid')).toBe('true')
  expect(companion.calls.some((call) => call.startsWith('adoptClient'))).toBe(false)
  type('Registration endpoint', 'https://sso.example.com/register')
  type('Client information', '{"client_id":"c1","client_name":"Theirs"}')
  press('Adopt client')
  await waitFor(() => expect(screen.getByRole('heading', { name: 'Theirs' })).toBeTruthy())
  expect(JSON.parse((companion.calls.at(-1) ?? '').slice('adoptClient '.length))).toEqual({
    provider: 'okta',
    idp_host: 'https://sso.example.com',
    registration_endpoint: 'https://sso.example.com/register',
    client: { client_id: 'c1', client_name: 'Theirs' },
  })
})

test('the step that looks for the client leads to the ledger', async () => {
  await openPanel({ position: 'see-client' })
  press('Open the ledger of clients')
  expect(await screen.findByRole('heading', { name: 'Clients' })).toBeTruthy()
})

test('a ledger that cannot be read says why, and fills when the companion is back', async () => {
  const companion = new FakeCompanion()
  companion.clients.list = [createSampleClient('a')]
  companion.clients.refusal = new AppError('COMPANION_UNREACHABLE', {
    detail: 'No server answers.',
  })
  const { stream } = await openPanel({ companion })
  press('Clients')
  expect((await screen.findByRole('alert')).textContent).toContain('No server answers.')
  stream.onOpen()
  expect(await screen.findByText('Client a')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('an event alone does not make a ledger', async () => {
  const { stream, stores } = await openPanel()
  const payload = createSampleClient('a')
  stream.onEvent({ id: '', name: 'registration.changed', payload })
  expect(stores.clients.ledger.found.value).toBeUndefined()
})

test('after missed events the ledger is read again', async () => {
  const { companion, stream } = await openClients(createSampleClient('a'))
  await screen.findByText('Client a')
  companion.clients.list = [createSampleClient('b')]
  stream.onEvent({ id: '', name: 'gap', payload: { reason: 'too late' } })
  expect(await screen.findByText('Client b')).toBeTruthy()
  expect(screen.queryByText('Client a')).toBeNull()
})
