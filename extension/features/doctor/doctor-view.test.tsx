import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleExamination, createSampleFinding } from '../../testing/sample-doctor.ts'
import { createSampleExchange, createSampleRun } from '../../testing/sample-records.ts'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const choose = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } })
const type = (label: string, value: string): void =>
  void fireEvent.input(screen.getByLabelText(label), { target: { value } })
const ordersOf = (companion: FakeCompanion): unknown[] =>
  companion.calls
    .filter((call) => call.startsWith('examine '))
    .map((call) => JSON.parse(call.slice('examine '.length)))

async function openDoctor(companion = new FakeCompanion()) {
  const panel = await openPanel({ companion })
  press('Doctor')
  await screen.findByRole('heading', { name: 'Doctor' })
  return panel
}

test('who has not seen an examination learns what one says', async () => {
  await openDoctor()
  expect(await screen.findByText('What you will see')).toBeTruthy()
})

test('the set-up of the run is examined, and each stage says how it went', async () => {
  const { companion } = await openDoctor()
  companion.doctor.next = [
    {
      findings: [createSampleFinding('token-spent')],
      passed: [{ layer: 'discovery', text: 'Metadata at the usual place' }],
    },
  ]
  press('Examine')
  const stages = await screen.findByRole('list', { name: 'Stages' })
  expect(ordersOf(companion)).toEqual([{ run: 'run-1', client: { kind: 'tool', scope: '' } }])
  expect(screen.getByText('1 thing is wrong.')).toBeTruthy()
  expect(within(stages).getByText('Metadata at the usual place')).toBeTruthy()
  expect(within(stages).getByText('401 invalid_token')).toBeTruthy()
  expect(within(stages).getByText('The token was used up.')).toBeTruthy()
  expect(within(stages).getByRole('link').getAttribute('href')).toContain('rfc7591')
  expect(within(stages).getAllByText('not reached')).toHaveLength(5)
})

test('a fix is applied and what comes of it stands there instead', async () => {
  const { companion } = await openDoctor()
  companion.doctor.next = [{ findings: [createSampleFinding('token-spent')] }]
  press('Examine')
  await screen.findByText('1 thing is wrong.')
  press('Apply and examine again')
  expect(await screen.findByText(/Nothing is wrong/)).toBeTruthy()
  expect(screen.getByText('After the fix: Mint another token.')).toBeTruthy()
  expect(companion.calls.at(-1)).toBe('applyFix e1 token-spent')
  fireEvent.click(screen.getByRole('button', { name: /Title of token-spent/, hidden: true }))
  expect(screen.getByText('1 thing is wrong.')).toBeTruthy()
})

test('what has to be done at the provider is said and has no button', async () => {
  const { companion } = await openDoctor()
  const fix = { label: 'Switch registration on', is_automatic: false }
  companion.doctor.next = [{ findings: [createSampleFinding('no-endpoint', { fix })] }]
  press('Examine')
  expect(await screen.findByText('Switch registration on')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Apply and examine again' })).toBeNull()
})

test('warnings alone are no failure', async () => {
  const { companion } = await openDoctor()
  companion.doctor.next = [{ findings: [createSampleFinding('slow', { severity: 'warning' })] }]
  press('Examine')
  expect(await screen.findByText('No error was found; 1 thing deserves a look.')).toBeTruthy()
})

test('a provider outside needs a whole address', async () => {
  const { companion } = await openDoctor()
  choose('What to examine', 'host')
  type('Host or issuer', 'not an address')
  press('Examine')
  expect(screen.getByText(/Write a whole address/)).toBeTruthy()
  expect(ordersOf(companion)).toEqual([])
  type('Host or issuer', 'sso.example.com')
  choose('Kind of provider', 'curity')
  type('Initial access token', ' t0ken ')
  choose('Kind of client', 'browser')
  press('Examine')
  await screen.findByRole('list', { name: 'Stages' })
  expect(ordersOf(companion)).toEqual([
    {
      host: 'https://sso.example.com',
      provider: 'curity',
      initial_access_token: 't0ken',
      client: { kind: 'browser', scope: '' },
    },
  ])
})

test('a run at a provider of one’s own is examined as a run, unless another address is typed', async () => {
  const companion = new FakeCompanion()
  const run = createSampleRun('run-1', { target: 'provider', provider: 'keycloak' })
  for (const step of run.steps)
    if (step.id === 'api-token') step.inputs['idp_host'] = 'https://sso.example.com/realms/main'
  companion.runs = [run]
  await openDoctor(companion)
  press('Examine')
  await screen.findByRole('list', { name: 'Stages' })
  expect(ordersOf(companion)).toEqual([{ run: 'run-1', client: { kind: 'tool', scope: '' } }])
  type('Host or issuer', 'https://elsewhere.example')
  press('Examine')
  await waitFor(() => expect(ordersOf(companion)).toHaveLength(2))
  expect(ordersOf(companion)[1]).not.toHaveProperty('run')
})

test('while it is under way it says what was answered, and need not be waited for', async () => {
  const { companion, stream } = await openDoctor()
  let end = (): void => {}
  companion.doctor.held = new Promise((resolve) => (end = resolve))
  press('Examine')
  expect(await screen.findByText('Reading the metadata…')).toBeTruthy()
  const payload = { ...createSampleExchange('x'), at: new Date(Date.now() + 1000).toISOString() }
  stream.onEvent({ id: '', name: 'exchange.recorded', payload })
  expect(await screen.findByText('Answered: Register client. Going on…')).toBeTruthy()
  press('Stop waiting')
  expect(screen.queryByText(/Going on/)).toBeNull()
  end()
  expect(await screen.findByText(/Nothing is wrong/)).toBeTruthy()
})

test('a refusal is shown where it was asked for', async () => {
  const { companion } = await openDoctor()
  companion.doctor.refusal = new AppError('INPUT_INVALID', { detail: 'There is no such dialect.' })
  press('Examine')
  expect((await screen.findByRole('alert')).textContent).toContain('There is no such dialect.')
})

test('what others examine and leave behind stands there, too', async () => {
  const { stream } = await openDoctor()
  await screen.findByText('What you will see')
  const payload = createSampleExamination('cli', { left_behind: ['A client (0oa1): 503'] })
  stream.onEvent({ id: '', name: 'examination.finished', payload })
  expect(await screen.findByText('A client (0oa1): 503')).toBeTruthy()
})

test('a step that the provider refused is examined at once, and nothing under it is called right', async () => {
  const companion = new FakeCompanion()
  companion.outcomes['token'] = () => {
    throw new AppError('TOKEN_REFUSED', { detail: 'Okta answered 403.' })
  }
  const { order } = createSampleExamination('e')
  companion.doctor.next = [{ order: { ...order, run: 'run-1' } }]
  await openPanel({ companion, position: 'token' })
  press('Get token')
  fireEvent.click(await screen.findByRole('button', { name: 'Examine this failure' }))
  expect(await screen.findByText(/“Get a token” is still failed/)).toBeTruthy()
  expect(ordersOf(companion)).toEqual([{ run: 'run-1' }])
  expect(screen.queryByText(/Nothing is wrong/)).toBeNull()
})

test('an examination from a client opens with what failed there and leads back to the client', async () => {
  const { companion, stores } = await openDoctor()
  const failure = { layer: 'token' as const, text: 'The token was refused with 401.' }
  const about = { kind: 'client' as const, id: 'r-1', registration: 'r-1', failure }
  companion.doctor.next = [{ about, findings: [createSampleFinding('token-refused')] }]
  stores.tools.examine?.({ registration: 'r-1' })
  expect(await screen.findByText('The token was refused with 401.')).toBeTruthy()
  expect(ordersOf(companion)).toEqual([{ registration: 'r-1' }])
  press('Back to the client')
  expect(stores.pages.current.value).toBe('clients')
})

test('an examination from an exchange leads back to the page on which it stood', async () => {
  const { companion, stores } = await openDoctor()
  stores.pages.open('tokens')
  companion.doctor.next = [{ about: { kind: 'exchange', id: 'x-1' } }]
  stores.tools.examine?.({ exchange: 'x-1' })
  fireEvent.click(await screen.findByRole('button', { name: 'Back to the exchange' }))
  expect(stores.pages.current.value).toBe('tokens')
})

test('a step that lacks another one does not', async () => {
  const companion = new FakeCompanion()
  companion.outcomes['token'] = () => {
    throw new AppError('STEP_NOT_READY', { detail: 'Register a client first.' })
  }
  await openPanel({ companion, position: 'token' })
  press('Get token')
  await screen.findByText('Register a client first.')
  expect(screen.queryByRole('button', { name: 'Examine this failure' })).toBeNull()
})

test('one examination at a time is waited for', async () => {
  const { companion, stores } = await openDoctor()
  stores.doctor.examine({})
  stores.doctor.examine({})
  await screen.findByText(/Nothing is wrong/)
  expect(ordersOf(companion)).toHaveLength(1)
})

test('one that is not waited for any more does not end the waiting for another', async () => {
  const { companion, stores } = await openDoctor()
  let end = (): void => {}
  companion.doctor.held = new Promise((resolve) => (end = resolve))
  companion.doctor.next = [{ findings: [createSampleFinding('first')] }]
  press('Examine')
  press('Stop waiting')
  const first = companion.doctor.held
  companion.doctor.held = new Promise(() => {})
  press('Examine')
  end()
  await first
  await waitFor(() => expect(stores.doctor.examinations.value).toHaveLength(1))
  expect(screen.getByText('Under way')).toBeTruthy()
})
