import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleRun } from '../../testing/sample-records.ts'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

async function openRuns(companion = new FakeCompanion()) {
  const panel = await openPanel({ companion })
  press('Runs')
  const list = await screen.findByRole('list', { name: 'Runs' })
  return { ...panel, list }
}

/** A companion with a walk at Okta and a client's life at Keycloak, the newest first. */
function createCompanion(): FakeCompanion {
  const companion = new FakeCompanion()
  companion.runs = [
    createSampleRun('run-2', { journey: 'client-life', provider: 'keycloak' }),
    createSampleRun('run-1'),
  ]
  return companion
}

test('each run says its name, its journey, its place and how far it came', async () => {
  const companion = createCompanion()
  companion.change('api-token', () => ({ state: 'passed' }))
  companion.change('register-directly', () => ({ state: 'failed' }))
  const { list } = await openRuns(companion)
  const [first, second] = within(list).getAllByRole('button')
  expect(first?.textContent).toContain('KeycloakOn screenThe life of one client')
  expect(first?.textContent).toContain('Keycloak, embedded · no client')
  expect(first?.textContent).toContain('Failed at step 2, “Register a client”')
  expect(second?.textContent).toContain('OktaRegister a client and call an API')
  expect(second?.textContent).toContain('Not begun')
})

test('another journey begins at the provider that is chosen', async () => {
  const { companion } = await openRuns()
  press('New run')
  fireEvent.change(screen.getByLabelText('Journey'), { target: { value: 'client-life' } })
  expect(screen.getByText(/^Register, read, change and delete one client/)).toBeTruthy()
  fireEvent.change(screen.getByLabelText('Provider'), { target: { value: 'gluu' } })
  press('Start run')
  expect(await screen.findByText('Step 1 of 5')).toBeTruthy()
  expect(companion.calls.at(-1)).toBe(
    'createRun {"journey":"client-life","target":"embedded","provider":"gluu","dialect":"gluu"}',
  )
  expect(companion.runs).toHaveLength(2)
})

test('a dialect that shares its kind of provider is offered and named', async () => {
  const { companion } = await openRuns()
  press('New run')
  fireEvent.change(screen.getByLabelText('Provider'), { target: { value: 'mcp' } })
  press('Start run')
  await waitFor(() =>
    expect(companion.calls.at(-1)).toBe(
      'createRun {"journey":"dcr","target":"embedded","provider":"other","dialect":"mcp"}',
    ),
  )
  expect(await screen.findByText('Step 1 of 12')).toBeTruthy()
  press('Run “Ready for MCP”: all runs')
  expect(await screen.findByText('Ready for MCP, embedded · no client')).toBeTruthy()
})

test('a provider of one’s own is offered first', async () => {
  const companion = new FakeCompanion()
  companion.runs = [createSampleRun('run-1', { target: 'provider', provider: 'other' })]
  await openRuns(companion)
  press('New run')
  expect(screen.getByLabelText('Provider')).toHaveProperty('value', 'rfc')
  press('Start run')
  await waitFor(() =>
    expect(companion.calls.at(-1)).toBe(
      'createRun {"journey":"dcr","target":"provider","provider":"other"}',
    ),
  )
})

test('a run is opened with its own steps, at the first that is not done', async () => {
  const companion = createCompanion()
  companion.change('api-token', () => ({ state: 'passed' }))
  const { stores } = await openRuns(companion)
  press(/^Okta/)
  press('Go to its steps')
  expect(await screen.findByText('Step 1 of 12')).toBeTruthy()
  press('Run “Okta”: all runs')
  press(await screen.findByText('Keycloak').then(() => /^Keycloak/))
  press('Go to its steps')
  expect(await screen.findByText('Step 2 of 5')).toBeTruthy()
  expect(stores.journey.run.value?.id).toBe('run-2')
})

test('what was typed in one run does not turn up in another', async () => {
  const companion = createCompanion()
  const { stores } = await openRuns(companion)
  press('Back to the steps')
  stores.journey.go(1)
  fireEvent.input(await screen.findByLabelText('Client name'), { target: { value: 'Typed' } })
  await stores.journey.open(companion.runs[1] ?? createSampleRun('none'))
  expect(companion.calls).toContain('saveInputs {"step":"register-directly","client_name":"Typed"}')
  stores.journey.go(8)
  expect(await screen.findByLabelText('Client name')).toHaveProperty('value', 'My first client')
})

test('a fix of a step that the journey does not have is not offered', async () => {
  const companion = createCompanion()
  const fixes = [
    { label: 'Add implicit', step: 'dcr-settings', inputs: { grant_types: [] } },
    { label: 'Go to step 1', step: 'api-token', inputs: {} },
  ]
  companion.outcomes['register-directly'] = () => ({
    state: 'failed',
    problem: new AppError('PROVIDER_REJECTED', { detail: 'No.', fixes }).toProblem(),
  })
  const { stores } = await openPanel({ companion })
  stores.journey.go(1)
  fireEvent.click(await screen.findByRole('button', { name: 'Register client' }))
  expect(await screen.findByText('No.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Go to step 1' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Add implicit' })).toBeNull()
})

test('a run gets another name, and an empty one is refused beside the field', async () => {
  const { companion } = await openRuns()
  press(/^Okta/)
  const field = screen.getByLabelText('Name of the run')
  fireEvent.input(field, { target: { value: 'Friday demo' } })
  press('Save name')
  expect(await screen.findByRole('heading', { name: 'Friday demo' })).toBeTruthy()
  expect(companion.calls.at(-1)).toBe('renameRun {"run":"run-1","name":"Friday demo"}')
  companion.refusal = new AppError('REQUEST_INVALID', {
    issues: [{ field: 'name', rule: 'too_small', message: 'Give the run a name.' }],
  })
  fireEvent.input(screen.getByLabelText('Name of the run'), { target: { value: ' ' } })
  press('Save name')
  expect(await screen.findByText('Give the run a name.')).toBeTruthy()
})

test('deleting says which clients go, and what stayed afterwards', async () => {
  const companion = createCompanion()
  companion.leftBehind = ['Client 0oa1: refused']
  const { list } = await openRuns(companion)
  press(/^Okta/)
  press('Delete run…')
  expect((await screen.findByRole('dialog')).textContent).toContain(
    'The ledger has no client of this run to delete',
  )
  press('Keep this run')
  expect(companion.calls).toEqual([])
  press('Delete run…')
  await screen.findByRole('dialog')
  press('Delete run')
  expect(await screen.findByText('Client 0oa1: refused')).toBeTruthy()
  expect(companion.calls).toEqual(['deleteRun run-1'])
  await waitFor(() => expect(screen.getByRole('heading', { name: 'Runs' })).toBeTruthy())
  expect(list.isConnected).toBe(false)
})

test('the run on screen is deleted, and the newest of the others takes its place', async () => {
  const companion = createCompanion()
  const { stores } = await openRuns(companion)
  press(/^Keycloak/)
  press('Delete run…')
  await screen.findByRole('dialog')
  press('Delete run')
  await waitFor(() => expect(stores.journey.run.value?.id).toBe('run-1'))
  press('Back to the steps')
  expect(await screen.findByText('Step 1 of 12')).toBeTruthy()
})
