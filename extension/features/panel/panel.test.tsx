import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { CHECK_IDS } from '#shared/contract/verdict.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import {
  createSampleExchange,
  createSampleTokenExchange,
  createSampleVerdict,
  registrationResult,
} from '../../testing/sample-records.ts'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const connection = () => screen.getByRole('status', { name: 'Connection' }).textContent

test('without a pairing it offers to pair', async () => {
  await openPanel({ isPaired: false })
  expect(connection()).toBe('Not paired')
  expect(screen.getByRole('heading', { name: 'Pair with the companion' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Pair' })).toBeTruthy()
})

test('the first step shows with its actor, its inputs and its verb', async () => {
  const { companion } = await openPanel()
  expect(companion.calls).toEqual(['createRun {}'])
  expect(connection()).toBe('Connected · 127.0.0.1:8790')
  expect(screen.getByRole('heading', { name: 'Create an API token' })).toBeTruthy()
  expect(screen.getByText('Step 1 of 12')).toBeTruthy()
  expect(screen.getByLabelText('Token name')).toHaveProperty('value', 'Tyk Integration')
  expect(screen.getByRole('button', { name: 'Create token' })).toHaveProperty('disabled', false)
})

test('running a step shows its result and what comes next', async () => {
  await openPanel()
  press('Create token')
  expect(await screen.findByText('Done.', { selector: 'p' })).toBeTruthy()
  press('Next')
  expect(screen.getByRole('heading', { name: 'Create the scope' })).toBeTruthy()
})

test('what was typed reaches the companion before the step runs', async () => {
  const { companion } = await openPanel()
  fireEvent.input(screen.getByLabelText('Token name'), { target: { value: 'Mine' } })
  press('Create token')
  await waitFor(() => expect(companion.calls).toContain('runStep api-token'))
  expect(companion.calls.slice(1)).toEqual([
    'saveInputs {"step":"api-token","token_name":"Mine"}',
    'runStep api-token',
  ])
})

test('a value that breaks a rule is refused beside its field, before anything is sent', async () => {
  const { companion } = await openPanel()
  const field = screen.getByLabelText('Token name')
  fireEvent.input(field, { target: { value: ' ' } })
  press('Create token')
  expect(await screen.findByText('Give the token a name.')).toBeTruthy()
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(field.getAttribute('aria-describedby')).toContain('field-token_name-issue')
  expect(document.activeElement).toBe(field)
  expect(companion.calls).not.toContain('runStep api-token')
  fireEvent.input(field, { target: { value: 'x' } })
  expect(screen.queryByText('Give the token a name.')).toBeNull()
})

test('issues that only the companion finds stand beside their field as well', async () => {
  const companion = new FakeCompanion()
  companion.outcomes['register-client'] = () => {
    const issue = { field: 'redirect_uris.0', rule: 'x', message: 'The provider refuses it.' }
    throw new AppError('INPUT_INVALID', { issues: [issue] })
  }
  await openPanel({ companion, position: 'register-client' })
  press('Register client')
  expect(await screen.findByText('Line 1: The provider refuses it.')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('A value is not valid')
})

test('a value that is refused here takes the place of an older refusal', async () => {
  const companion = new FakeCompanion()
  companion.outcomes['api-token'] = () => ({
    state: 'failed',
    problem: new AppError('PROVIDER_REJECTED', { detail: 'Okta answered 401.' }).toProblem(),
  })
  await openPanel({ companion })
  press('Create token')
  expect((await screen.findByRole('alert')).textContent).toContain('Okta answered 401.')
  const field = screen.getByLabelText('Token name')
  fireEvent.input(field, { target: { value: '' } })
  press('Create token')
  expect(await screen.findByText('Give the token a name.')).toBeTruthy()
  expect(screen.queryByText('Okta answered 401.')).toBeNull()
})

test('fresh credentials show once, in the open, with the note that they were captured', async () => {
  const companion = new FakeCompanion()
  companion.outcomes['register-client'] = () => ({ state: 'passed', result: registrationResult })
  const { writeClipboard } = await openPanel({ companion, position: 'register-client' })
  press('Register client')
  const plain = 'plain value of registration/r1/client_secret'
  expect(await screen.findByText(plain)).toBeTruthy()
  expect(screen.getByText('Shown once')).toBeTruthy()
  press('Hide client secret')
  expect(screen.getByText('••••x7Gq')).toBeTruthy()
  press('Copy client secret')
  await waitFor(() => expect(writeClipboard).toHaveBeenCalledWith(plain))
  expect(screen.getByRole('status', { name: 'Announcements' }).textContent).toBe(
    'Copied client secret',
  )
})

test('a capture from the portal appears by itself, and its secret stays masked', async () => {
  const { companion } = await openPanel({ position: 'register-client' })
  companion.change('register-client', () => ({
    state: 'passed',
    result: { ...registrationResult, via: 'portal' },
  }))
  expect(await screen.findByText('Captured from the portal')).toBeTruthy()
  expect(screen.getByText('••••x7Gq')).toBeTruthy()
})

test('a refused call shows the verdict, and its fix button changes the step', async () => {
  const companion = new FakeCompanion()
  companion.verdicts.set('v1', createSampleVerdict('v1'))
  companion.outcomes['call-api'] = () => ({
    state: 'failed',
    inputs: { method: 'GET', path: '/okta-api/get', send_token: false },
    problem: new AppError('CALL_REFUSED', { detail: 'The gateway answered 401.' }).toProblem(),
    result: { summary: '401', facts: [], checks: [], verdict: 'v1' },
  })
  await openPanel({ companion, position: 'call-api' })
  press('Call API')
  expect((await screen.findByRole('alert')).textContent).toContain('The gateway answered 401.')
  const checks = await screen.findByRole('list', { name: 'Checks not reached' })
  expect(within(checks).getAllByRole('img', { name: 'Not reached' }).length).toBe(
    CHECK_IDS.length - 2,
  )
  press('Send the token')
  expect(await screen.findByText('Changed: Send the token')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.getByRole('switch', { name: 'Send the token' })).toHaveProperty('checked', true)
  expect(companion.calls).toContain('saveInputs {"step":"call-api","send_token":true}')
})

test('exchanges stand on the wire as text, whatever they contain', async () => {
  const companion = new FakeCompanion()
  companion.exchanges.set('x1', createSampleExchange('x1'))
  companion.outcomes['register-client'] = () => ({ state: 'passed', exchanges: ['x1'] })
  await openPanel({ companion, position: 'register-client' })
  expect(screen.getByText(/will stand here/)).toBeTruthy()
  press('Register client')
  expect(
    await screen.findByText('/oauth2/v1/clients', { exact: false, selector: 'code' }),
  ).toBeTruthy()
  expect(screen.getByText(/"<b>My first client<\/b>"/)).toBeTruthy()
  expect(screen.getByText(/Masked secrets stand as <secret>/)).toBeTruthy()
})

test('a form is a table, and a token on the wire unfolds into its claims', async () => {
  const companion = new FakeCompanion()
  companion.exchanges.set('x2', createSampleTokenExchange('x2'))
  companion.outcomes.token = () => ({ state: 'passed', exchanges: ['x2'] })
  await openPanel({ companion, position: 'token' })
  press('Get token')
  const form = await screen.findByRole('table', { name: 'Form' })
  expect(within(form).getByRole('row', { name: 'client_secret ••••x7Gq' })).toBeTruthy()
  const claims = screen.getByRole('table', { name: 'Claims' })
  expect(within(claims).getByRole('row', { name: 'aud api://default' })).toBeTruthy()
})

test('run all goes on from the first open step and stops at a failure', async () => {
  const companion = new FakeCompanion()
  companion.outcomes.policy = () => {
    throw new AppError('PROVIDER_UNREACHABLE', { detail: 'No server answers.' })
  }
  await openPanel({ companion })
  press('Run all')
  expect(await screen.findByText('No server answers.')).toBeTruthy()
  expect(screen.getByRole('heading', { name: 'Create the policy' })).toBeTruthy()
  const ran = companion.calls.filter((call) => call.startsWith('runStep'))
  expect(ran).toEqual(['api-token', 'scope', 'api', 'policy'].map((step) => `runStep ${step}`))
})

test('after the last step it says what to try next', async () => {
  const { stores } = await openPanel()
  await stores.journey.runAll()
  expect(await screen.findByText(/What to try next/)).toBeTruthy()
  expect(screen.getByRole('link', { name: /developer portal/ })).toBeTruthy()
})

test('run all can be stopped between two steps', async () => {
  const companion = new FakeCompanion()
  const { stores } = await openPanel({ companion })
  companion.outcomes.scope = () => {
    stores.journey.stop()
    return { state: 'passed' }
  }
  await stores.journey.runAll()
  expect(companion.calls.filter((call) => call.startsWith('runStep')).length).toBe(2)
})

test('starting over asks, deletes the run, begins another and says what was left behind', async () => {
  const companion = new FakeCompanion()
  companion.leftBehind = ['The client 0oa1 at the identity provider']
  await openPanel({ companion, position: 'scope' })
  press('Start over')
  press('Delete and start over')
  expect(await screen.findByText('The client 0oa1 at the identity provider')).toBeTruthy()
  expect(companion.calls).toEqual([
    'createRun {}',
    'deleteRun run-1',
    'createRun {"journey":"dcr","target":"embedded","provider":"okta","dialect":"okta"}',
  ])
  expect(await screen.findByRole('heading', { name: 'Create an API token' })).toBeTruthy()
})

test('another target begins another run', async () => {
  await openPanel()
  fireEvent.click(screen.getByRole('radio', { name: /My own Okta organisation/ }))
  expect(await screen.findByRole('heading', { name: 'Paste the API token' })).toBeTruthy()
  expect(screen.getByLabelText('Identity provider host')).toBeTruthy()
})

test('another kind of provider begins another run, in that kind’s words', async () => {
  const { companion } = await openPanel()
  fireEvent.change(screen.getByLabelText('Kind of provider'), { target: { value: 'keycloak' } })
  expect(
    await screen.findByRole('heading', { name: 'Create an initial access token' }),
  ).toBeTruthy()
  expect(companion.calls.at(-1)).toBe(
    'createRun {"target":"embedded","provider":"keycloak","dialect":"keycloak","journey":"dcr"}',
  )
})

test('a dialect that shares its kind of provider is chosen by name, and its kind is kept outside', async () => {
  const { companion } = await openPanel()
  const kind = (): HTMLElement => screen.getByLabelText('Kind of provider')
  fireEvent.change(kind(), { target: { value: 'mcp' } })
  await waitFor(() =>
    expect(companion.calls.at(-1)).toBe(
      'createRun {"target":"embedded","provider":"other","dialect":"mcp","journey":"dcr"}',
    ),
  )
  await waitFor(() => expect(kind()).toHaveProperty('disabled', false))
  fireEvent.click(screen.getByRole('radio', { name: /My own identity provider/ }))
  await waitFor(() =>
    expect(companion.calls.at(-1)).toBe(
      'createRun {"target":"provider","provider":"other","journey":"dcr"}',
    ),
  )
  await waitFor(() => expect(kind()).toHaveProperty('value', 'other'))
})

test('another target keeps the run with what was done in it', async () => {
  const { companion } = await openPanel()
  press('Create token')
  expect(await screen.findByText('Done.', { selector: 'p' })).toBeTruthy()
  expect(screen.getByText(/this one stays under “Runs”/)).toBeTruthy()
  fireEvent.click(screen.getByRole('radio', { name: /My own Okta organisation/ }))
  expect(await screen.findByRole('heading', { name: 'Paste the API token' })).toBeTruthy()
  expect(companion.calls.some((call) => call.startsWith('deleteRun'))).toBe(false)
  expect(companion.runs.map(({ target }) => target)).toEqual(['provider', 'embedded'])
})

test('a kind that was chosen before and left untouched is gone back to', async () => {
  const { companion } = await openPanel()
  const kind = screen.getByLabelText('Kind of provider')
  fireEvent.change(kind, { target: { value: 'keycloak' } })
  await screen.findByRole('heading', { name: 'Create an initial access token' })
  fireEvent.change(screen.getByLabelText('Kind of provider'), { target: { value: 'okta' } })
  expect(await screen.findByRole('heading', { name: 'Create an API token' })).toBeTruthy()
  expect(companion.runs).toHaveLength(2)
})

test('a dropped connection says so and leaves the step on screen', async () => {
  const { stream } = await openPanel()
  stream.onDown(new AppError('COMPANION_UNREACHABLE', { detail: 'No server answers there.' }))
  expect(await screen.findByText('The companion does not answer')).toBeTruthy()
  expect(connection()).toBe('Companion not running')
  expect(screen.getByRole('heading', { name: 'Create an API token' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Create token' })).toHaveProperty('disabled', true)
})

test('the list of all steps leads anywhere', async () => {
  await openPanel()
  press(/0 of 12 done/)
  press(/Create a developer/)
  expect(screen.getByLabelText('E-mail')).toHaveProperty('value', 'dev@example.com')
})

test('arrow keys go through the steps unless something is being typed', async () => {
  const { stores } = await openPanel()
  fireEvent.keyDown(document.body, { key: 'ArrowRight' })
  expect(stores.journey.index.value).toBe(1)
  fireEvent.keyDown(await screen.findByLabelText('Scope name'), { key: 'ArrowRight' })
  expect(stores.journey.index.value).toBe(1)
  fireEvent.keyDown(document.body, { key: 'ArrowLeft' })
  expect(stores.journey.index.value).toBe(0)
})

test('Enter runs the step', async () => {
  const { companion } = await openPanel()
  fireEvent.keyDown(document.body, { key: 'Enter' })
  await waitFor(() => expect(companion.calls).toContain('runStep api-token'))
})

test('a kept secret is named by its mask', async () => {
  await openPanel({ position: 'dcr-settings' })
  const field = screen.getByLabelText('Initial registration access token')
  expect(field.getAttribute('placeholder')).toBe('Kept: ••••p9Qz')
})
