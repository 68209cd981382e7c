import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#shared/errors/app-error.ts'
import { createSampleScenario } from '../../testing/fake-conditions.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'
import { createSampleClient } from '../../testing/sample-clients.ts'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const choose = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } })
const type = (label: string, value: string): void =>
  void fireEvent.input(screen.getByLabelText(label), { target: { value } })
const badge = (): HTMLElement | null => screen.queryByRole('region', { name: 'Wrong on purpose' })

async function openScenarios(companion = new FakeCompanion()) {
  const panel = await openPanel({ companion })
  press('Scenarios')
  await screen.findByRole('switch', { name: /Title of no-policy/ })
  return panel
}

test('a scenario is switched on, is told on every page, and is switched off again', async () => {
  const { companion } = await openScenarios()
  expect(badge()).toBeNull()
  fireEvent.click(screen.getByRole('switch', { name: /Title of no-policy/ }))
  await waitFor(() => expect(badge()?.textContent).toContain('Title of no-policy'))
  expect(screen.getByRole('switch', { name: /Title of no-policy/ })).toHaveProperty('checked', true)
  expect(screen.getByRole('heading', { name: 'On now' })).toBeTruthy()
  press('Back to the steps')
  const onSteps = badge()
  expect(onSteps).toBeTruthy()
  fireEvent.click(within(onSteps as HTMLElement).getByRole('button', { name: 'Switch off' }))
  await waitFor(() => expect(badge()).toBeNull())
  expect(companion.calls).toContain('stopScenario ')
})

test('the badge leads to the page', async () => {
  const companion = new FakeCompanion()
  companion.lab.state = { faults: [], offset_seconds: 3600 }
  await openPanel({ companion })
  fireEvent.click(await screen.findByRole('button', { name: 'Clock 1 h ahead' }))
  expect(await screen.findByRole('heading', { name: 'Scenarios', level: 1 })).toBeTruthy()
})

test('a scenario that does not start says why, and its switch goes back', async () => {
  const { companion } = await openScenarios()
  companion.lab.refusal = new AppError('SCENARIO_UNREADABLE', { detail: 'Its file is broken.' })
  fireEvent.click(screen.getByRole('switch', { name: /Title of no-sub/ }))
  expect((await screen.findByRole('alert')).textContent).toContain('Its file is broken.')
  expect(screen.getByRole('switch', { name: /Title of no-sub/ })).toHaveProperty('checked', false)
})

test('many scenarios come in part, and words find the rest', async () => {
  const companion = new FakeCompanion()
  companion.lab.scenarios = [
    createSampleScenario('no-policy'),
    ...Array.from({ length: 8 }, (_, at) => createSampleScenario(`other-${at}`)),
    createSampleScenario('trusted-hosts', { dialect: 'keycloak', faults: [] }),
  ]
  await openScenarios(companion)
  expect(screen.getAllByRole('switch')).toHaveLength(6)
  type('Find', 'keycloak')
  expect(screen.getAllByRole('switch')).toHaveLength(1)
  expect(screen.getByText(/shows when the doctor examines/)).toBeTruthy()
  type('Find', 'nothing at all')
  expect(screen.getByText(/No scenario fits/)).toBeTruthy()
  type('Find', '')
  press('Show all 10')
  expect(screen.getAllByRole('switch')).toHaveLength(10)
})

test('a fault is switched on with its number and its end, and off by itself', async () => {
  const { companion } = await openScenarios()
  choose('Fault', 'slow')
  choose('Ends', 'times')
  press('Switch fault on')
  expect(screen.getByText('Give a whole number of milliseconds, 1 or more.')).toBeTruthy()
  expect(screen.getByText('Give a whole number, 1 or more.')).toBeTruthy()
  expect(companion.calls.some((call) => call.startsWith('startFault'))).toBe(false)
  type('Milliseconds', '250')
  type('Number of uses', '3')
  choose('Where', 'keycloak')
  press('Switch fault on')
  const list = await screen.findByRole('list', { name: 'Faults that are on' })
  expect(list.textContent).toContain('Keycloak · Ends after 0 of 3 uses')
  expect(companion.calls.at(-1)).toBe(
    'startFault {"dialect":"keycloak","value":250,"times":3,"id":"slow","used":0}',
  )
  companion.lab.tell({ faults: [{ id: 'slow', times: 3, used: 2 }] })
  expect(await screen.findByText('Every dialect · Ends after 2 of 3 uses')).toBeTruthy()
  press('Switch off slow')
  await waitFor(() => expect(badge()).toBeNull())
})

test('a fault that ends after a time says how long it has', async () => {
  const { companion } = await openScenarios()
  choose('Ends', 'seconds')
  type('Seconds until it ends', '90')
  press('Switch fault on')
  await screen.findByRole('list', { name: 'Faults that are on' })
  expect(companion.calls.at(-1)).toBe('startFault {"seconds":90,"id":"outage","used":0}')
})

test('the clock is shifted, set by the second, and set right', async () => {
  const { companion } = await openScenarios()
  press('+1 h')
  expect(await screen.findByText('1 h ahead')).toBeTruthy()
  press('+5 min')
  expect(await screen.findByText('1 h 5 min ahead')).toBeTruthy()
  type('Seconds ahead', 'an hour')
  press('Set clock')
  expect(screen.getByText(/Give whole seconds/)).toBeTruthy()
  type('Seconds ahead', '999999999')
  press('Set clock')
  expect(screen.getByText(/Give whole seconds/)).toBeTruthy()
  type('Seconds ahead', '−90')
  press('Set clock')
  expect(await screen.findByText('1 min 30 s behind')).toBeTruthy()
  press('Set right')
  expect(await screen.findByText('In step with the machine')).toBeTruthy()
  expect(companion.calls.at(-1)).toBe('putClock {"offset_seconds":0}')
})

test('the clock goes no farther than ten years', async () => {
  const companion = new FakeCompanion()
  companion.lab.state = { faults: [], offset_seconds: 315_359_999 }
  await openScenarios(companion)
  await waitFor(() => expect(badge()).toBeTruthy())
  press('+1 d')
  await waitFor(() => expect(companion.calls.at(-1)).toBe('putClock {"offset_seconds":315360000}'))
})

test('quick shifts add up', async () => {
  const { companion } = await openScenarios()
  press('+1 h')
  press('+1 h')
  press('+1 h')
  expect(await screen.findByText('3 h ahead')).toBeTruthy()
  await waitFor(() => expect(companion.calls.at(-1)).toBe('putClock {"offset_seconds":10800}'))
})

test('a shift that is refused is taken back, and says why', async () => {
  const { companion } = await openScenarios()
  companion.lab.refusal = new AppError('COMPANION_UNREACHABLE', { detail: 'No server answers.' })
  press('+1 h')
  expect((await screen.findByRole('alert')).textContent).toContain('No server answers.')
  expect(await screen.findByText('In step with the machine')).toBeTruthy()
})

test('a key is rotated, with the overlap that was chosen', async () => {
  const { companion } = await openScenarios()
  choose('Key of', 'curity')
  choose('The old key stays published', '0')
  press('Rotate key')
  expect(await screen.findByText('Curity signs with a new key from now on.')).toBeTruthy()
  expect(companion.calls.at(-1)).toBe('rotateKey {"dialect":"curity","overlap_seconds":0}')
})

test('the doctor is asked about the scenario that is on', async () => {
  const { companion } = await openScenarios()
  fireEvent.click(screen.getByRole('switch', { name: /Title of no-policy/ }))
  await screen.findByRole('button', { name: 'Ask the doctor' })
  press('Ask the doctor')
  expect(await screen.findByRole('list', { name: 'Stages' })).toBeTruthy()
  const order = JSON.parse((companion.calls.at(-1) ?? '').slice('examine '.length)) as unknown
  const [scenario] = companion.lab.scenarios
  expect(order).toEqual({ dialect: 'okta', client: scenario?.client, api: scenario?.api })
  choose('What to examine', 'scenario')
  expect(screen.queryByText(/^As:/)).toBeNull()
})

test('secrets end on the lab’s clock', async () => {
  const companion = new FakeCompanion()
  companion.lab.state = { faults: [], offset_seconds: 7200 }
  const seconds = Math.floor(Date.now() / 1000) + 3600
  companion.clients.list = [createSampleClient('a', { client_secret_expires_at: seconds })]
  await openPanel({ companion })
  await waitFor(() => expect(badge()).toBeTruthy())
  press('Clients')
  expect(await screen.findByText(/^Secret ended/)).toBeTruthy()
})

test('after missed events what is on is read again', async () => {
  const { companion, stream } = await openScenarios()
  companion.lab.state = { faults: [], offset_seconds: 60 }
  stream.onEvent({ id: '', name: 'gap', payload: { reason: 'too late' } })
  await waitFor(() => expect(badge()?.textContent).toContain('Clock 1 min ahead'))
})
