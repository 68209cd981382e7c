import { cleanup, fireEvent, screen } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleExchange } from '../../testing/sample-records.ts'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

test('a step whose ground has changed says so, and run all begins there', async () => {
  const companion = new FakeCompanion()
  const { stores } = await openPanel({ companion, position: 'register-client' })
  await stores.journey.runAll()
  companion.outcomes['register-client'] = () => {
    for (const id of ['see-client', 'token', 'call-api'] as const)
      companion.change(id, () => ({ state: 'outdated', outdated_by: 'register-client' }))
    return { state: 'passed' }
  }
  fireEvent.click(screen.getByRole('button', { name: /12 of 12 done/ }))
  press(/Register a client/)
  press('Register client')
  fireEvent.click(await screen.findByRole('button', { name: /9 of 12 done/ }))
  expect(screen.getByRole('button', { name: /Get a token/ }).textContent).toContain('to do again')
  press('Next')
  expect(screen.getByText(/Step 9, “Register a client”, has another result since/)).toBeTruthy()
  const before = companion.calls.length
  for (const id of ['see-client', 'token', 'call-api'] as const)
    companion.outcomes[id] = () => ({ state: 'passed', outdated_by: undefined })
  await stores.journey.runAll()
  expect(companion.calls.slice(before)).toEqual([
    'runStep see-client',
    'runStep token',
    'runStep call-api',
  ])
})

test('a step that runs again shows its own exchanges only, what it waits for, and can be cancelled', async () => {
  const companion = new FakeCompanion()
  const old = createSampleExchange('old')
  companion.exchanges.set('old', {
    ...old,
    run: 'run-1',
    step: 'register-client',
    label: 'Old call',
  })
  companion.outcomes['register-client'] = () => ({ state: 'passed', exchanges: ['old'] })
  await openPanel({ companion, position: 'register-client' })
  press('Register client')
  expect(await screen.findByText('Old call')).toBeTruthy()
  companion.held = '2026-11-23T15:00:00.000Z'
  press('Register client')
  expect(await screen.findByText('Waiting for the identity provider …')).toBeTruthy()
  expect(screen.queryByText('Old call')).toBeNull()
  companion.onEvent({
    id: '',
    name: 'exchange.recorded',
    payload: {
      ...old,
      id: 'new',
      at: '2026-11-23T15:00:01.000Z',
      run: 'run-1',
      step: 'register-client',
      label: 'New call',
    },
  })
  expect(await screen.findByText('New call')).toBeTruthy()
  expect(screen.queryByText('Old call')).toBeNull()
  companion.outcomes['register-client'] = () => ({
    state: 'failed',
    exchanges: [],
    problem: new AppError('STEP_CANCELLED', { detail: 'You ended the waiting.' }).toProblem(),
  })
  press('Cancel')
  expect((await screen.findByRole('alert')).textContent).toContain('You ended the waiting.')
  expect(companion.calls).toContain('cancelStep register-client')
  expect(screen.queryByText(/Waiting for/)).toBeNull()
})

test('a fix of an earlier step is applied, and leads back to the step that failed', async () => {
  const companion = new FakeCompanion()
  const { stores } = await openPanel({ companion })
  await stores.journey.runAll()
  const fix = { label: 'Write another scope', step: 'scope', inputs: { scope: 'orders' } }
  companion.outcomes['call-api'] = () => ({
    state: 'failed',
    problem: new AppError('CALL_REFUSED', { detail: 'No.', fixes: [fix] }).toProblem(),
  })
  press('Call API')
  await screen.findByText('No.')
  companion.outcomes.scope = () => {
    companion.change('token', () => ({ state: 'outdated', outdated_by: 'scope' }))
    return { state: 'passed' }
  }
  companion.outcomes.token = () => ({ state: 'passed', outdated_by: undefined })
  companion.outcomes['call-api'] = () => ({ state: 'passed', problem: undefined })
  const before = companion.calls.length
  press('Apply and run again')
  expect(await screen.findByText(/12 of 12 done/)).toBeTruthy()
  expect(screen.getByRole('heading', { name: 'Call the API' })).toBeTruthy()
  expect(companion.calls.slice(before)).toEqual([
    'saveInputs {"step":"scope","scope":"orders"}',
    'runStep scope',
    'runStep token',
    'runStep call-api',
  ])
})

test('after looking at the changed form, one button leads back as well', async () => {
  const companion = new FakeCompanion()
  companion.outcomes['call-api'] = () => ({
    state: 'failed',
    problem: new AppError('CALL_REFUSED', {
      fixes: [{ label: 'Write another scope', step: 'scope', inputs: { scope: 'orders' } }],
    }).toProblem(),
  })
  const { stores } = await openPanel({ companion })
  await stores.journey.runAll()
  fireEvent.click(await screen.findByRole('button', { name: 'Write another scope' }))
  expect(await screen.findByText('Changed: Write another scope')).toBeTruthy()
  expect(screen.getByRole('heading', { name: 'Create the scope' })).toBeTruthy()
  companion.outcomes['call-api'] = () => ({ state: 'passed', problem: undefined })
  press('Run again up to step 12')
  expect(await screen.findByText(/12 of 12 done/)).toBeTruthy()
})

test('a step out of turn is sent, shown as failed, and leads to the one that is missing', async () => {
  const companion = new FakeCompanion()
  companion.outcomes.token = () => ({
    state: 'failed',
    inputs: { scope: '', token_endpoint: '', token_endpoint_auth_method: 'client_secret_post' },
    problem: new AppError('STEP_NOT_READY', {
      detail: 'Step 1 has to be done first.',
      fixes: [{ label: 'Go to step 1', step: 'api-token', inputs: {} }],
    }).toProblem(),
  })
  await openPanel({ companion, position: 'token' })
  companion.change('token', (step) => ({ inputs: { ...step.inputs, token_endpoint: '' } }))
  press('Get token')
  expect((await screen.findByRole('alert')).textContent).toContain('Step 1 has to be done first.')
  press(/0 of 12 done/)
  expect(screen.getByRole('button', { name: /11 ?Get a token/ }).textContent).toContain('failed')
  expect(screen.queryByRole('button', { name: 'Apply and run again' })).toBeNull()
  press('Go to step 1')
  expect(await screen.findByRole('heading', { name: 'Create an API token' })).toBeTruthy()
  expect(screen.queryByText(/^Changed:/)).toBeNull()
})
