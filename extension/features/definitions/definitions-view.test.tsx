import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import type { CompanionEvent } from '#shared/contract/events.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { GatewayExtras } from '#shared/tyk/gateway-extras.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { FakeCompanion } from '../../testing/fake-companion.ts'
import { openPanel } from '../../testing/open-panel.tsx'

afterEach(cleanup)

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

const definition = {
  name: 'Orders',
  api_id: 'orders',
  proxy: { listen_path: '/orders/', target_url: 'http://127.0.0.1:1' },
}

async function openDefinitions() {
  const companion = new FakeCompanion()
  companion.apis = [ApiDefinition.parse(definition)]
  companion.policies = [Policy.parse({ id: 'gold', name: 'Gold' })]
  const panel = await openPanel({ companion })
  companion.change('api-token', () => ({
    result: {
      summary: '',
      checks: [],
      facts: [{ id: 'issuer', label: 'Issuer', kind: 'url', value: 'http://idp.test' }],
    },
  }))
  press('Definitions')
  await screen.findByText('Orders')
  return panel
}

const settingsSent = (companion: FakeCompanion): unknown => {
  const call = companion.calls.findLast((one) => one.startsWith('putApi '))
  return call === undefined ? undefined : JSON.parse(call.slice('putApi '.length))
}

const paste = (text: string): void => {
  fireEvent.input(screen.getByLabelText('Or pasted'), { target: { value: text } })
  press('Import')
}

test('the menu leads to the page, and back to the steps', async () => {
  await openDefinitions()
  expect(screen.getByRole('heading', { name: 'Definitions' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Next' })).toBeNull()
  press('Back to the steps')
  expect(screen.getByRole('heading', { name: 'Create an API token' })).toBeTruthy()
})

test('the steps that make definitions lead there', async () => {
  await openPanel({ position: 'policy' })
  press('Import, export, push to Tyk, gateway extras')
  expect(screen.getByText(/No API yet/)).toBeTruthy()
})

test('a pasted definition is imported', async () => {
  const { companion } = await openDefinitions()
  paste(JSON.stringify(definition))
  expect(await screen.findByText('Imported API orders; live at once.')).toBeTruthy()
  expect(companion.calls).toContain(
    `importDefinitions ${JSON.stringify({ definitions: [definition] })}`,
  )
  expect(screen.getByLabelText('Or pasted')).toHaveProperty('value', '')
})

test('files are read into the field, several as a list', async () => {
  await openDefinitions()
  const files = [new File(['{"a":1}'], 'a.json'), new File(['{"b":2}'], 'b.json')]
  fireEvent.change(screen.getByLabelText('From files'), { target: { files } })
  const text = screen.getByLabelText('Or pasted') as HTMLTextAreaElement
  await waitFor(() => expect(JSON.parse(text.value)).toEqual([{ a: 1 }, { b: 2 }]))
})

test('what does not fit is said beside its member, and the text stays', async () => {
  const { companion } = await openDefinitions()
  companion.refusal = new AppError('INPUT_INVALID', {
    issues: [
      { field: 'definitions.0.proxy.target_url', rule: 'url', message: 'Use http or https.' },
    ],
  })
  paste('{"api_id":"x"}')
  const alert = await screen.findByRole('alert')
  expect(within(alert).getByText('proxy.target_url')).toBeTruthy()
  expect(within(alert).getByText('Use http or https.')).toBeTruthy()
  expect(screen.getByLabelText('Or pasted')).toHaveProperty('value', '{"api_id":"x"}')
  paste('openapi: 3')
  expect((await screen.findByText(/This is not JSON/)).textContent).toContain('not JSON')
})

test('APIs and policies are downloaded as files', async () => {
  const { saveFile } = await openDefinitions()
  press('Classic definition')
  await waitFor(() => expect(saveFile).toHaveBeenCalledTimes(1))
  press('Tyk OAS document')
  press('Policy')
  await waitFor(() => expect(saveFile).toHaveBeenCalledTimes(3))
  expect(saveFile.mock.calls.map(([name]) => name)).toEqual([
    'orders.api.json',
    'orders.oas.json',
    'gold.policy.json',
  ])
  expect(saveFile.mock.calls[1]?.[1]).toContain('"format": "oas"')
})

test('a quirk and a token profile are switched on and saved with the definition', async () => {
  const { companion } = await openDefinitions()
  expect(screen.getByRole('button', { name: 'Save settings' })).toHaveProperty('disabled', true)
  fireEvent.click(screen.getByRole('switch', { name: /Loose listen path/ }))
  fireEvent.change(screen.getByLabelText(/^Tokens/), { target: { value: 'okta' } })
  press('Save settings')
  expect(await screen.findByText(/the next call is judged by them/)).toBeTruthy()
  expect(settingsSent(companion)).toEqual({
    dcr_lab: GatewayExtras.parse({ token_profile: 'okta', quirks: ['loose_listen_path'] }),
  })
})

test('definitions that change elsewhere are shown at once, and what is typed stays', async () => {
  const { stream } = await openDefinitions()
  const tell = (event: Omit<CompanionEvent, 'id'>) =>
    act(() => stream.onEvent({ id: '', ...event } as CompanionEvent))
  fireEvent.click(screen.getByRole('switch', { name: /Loose listen path/ }))
  fireEvent.input(screen.getByLabelText('Or pasted'), { target: { value: '{"half":' } })

  await tell({ name: 'api.changed', payload: ApiDefinition.parse({ ...definition, name: 'New' }) })
  await tell({ name: 'policy.changed', payload: Policy.parse({ id: 'silver', name: 'Silver' }) })
  await tell({ name: 'policy.deleted', payload: { id: 'gold' } })
  expect(screen.getByText('New')).toBeTruthy()
  expect(screen.queryByText('Orders')).toBeNull()
  expect(screen.getByText('Silver')).toBeTruthy()
  expect(screen.queryByText('Gold')).toBeNull()
  expect(screen.getByRole('switch', { name: /Loose listen path/ })).toHaveProperty('checked', true)
  expect(screen.getByRole('button', { name: 'Save settings' })).toHaveProperty('disabled', false)
  expect(screen.getByLabelText('Or pasted')).toHaveProperty('value', '{"half":')

  await tell({ name: 'api.deleted', payload: { id: 'orders' } })
  expect(screen.getByText(/No API yet/)).toBeTruthy()
})

test('a gap makes the page read its definitions again', async () => {
  const { companion, stream } = await openDefinitions()
  companion.policies = [Policy.parse({ id: 'bronze', name: 'Bronze' })]
  stream.onEvent({ id: '', name: 'gap', payload: { reason: 'Missed.' } })
  expect(await screen.findByText('Bronze')).toBeTruthy()
})

test('the error profile of RFC 6750 names the issuer of the run', async () => {
  const { companion } = await openDefinitions()
  fireEvent.change(screen.getByLabelText(/^Refusals/), { target: { value: 'rfc6750' } })
  expect(screen.getByLabelText(/^Allowed issuers/)).toHaveProperty('value', 'http://idp.test')
  press('Save settings')
  await screen.findByText(/the next call is judged by them/)
  expect(settingsSent(companion)).toMatchObject({
    dcr_lab: { error_profile: 'rfc6750', allowed_issuers: ['http://idp.test'] },
  })
})

test('the cached keys of an API are forgotten', async () => {
  const { companion } = await openDefinitions()
  press('Forget cached keys')
  await waitFor(() => expect(companion.calls).toContain('clearJwksCache orders'))
  expect(screen.getByRole('status', { name: 'Announcements' }).textContent).toContain(
    'The keys of Orders are forgotten',
  )
})

test('a push shows its calls first, then makes them, and keeps no secret', async () => {
  const { companion } = await openDefinitions()
  const type = (label: string, value: string): void =>
    void fireEvent.input(screen.getByLabelText(label), { target: { value } })
  type('Gateway address', 'http://tyk.test:8080')
  type('Secret', 's3cret')
  press('Show the calls')
  expect(await screen.findByText('A push makes 1 call. Nothing was sent yet.')).toBeTruthy()
  expect(screen.getByText('http://tyk.test:8080/tyk/policies', { exact: false })).toBeTruthy()
  press('Push')
  expect(await screen.findByText('Pushed, and live at Tyk after 1 call.')).toBeTruthy()
  const target = { url: 'http://tyk.test:8080', secret: 's3cret' }
  expect(companion.calls.slice(-2)).toEqual([
    `pushToTyk ${JSON.stringify({ ...target, dry_run: true })}`,
    `pushToTyk ${JSON.stringify({ ...target, dry_run: false })}`,
  ])
  expect(screen.getByLabelText('Secret')).toHaveProperty('value', '')
  type('Secret', 'other')
  expect(screen.queryByRole('button', { name: 'Push' })).toBeNull()
})

test('a policy that Tyk took and does not have is told after the push', async () => {
  const { companion } = await openDefinitions()
  const message = 'Set policies.policy_path in tyk.conf.'
  companion.pushOutcome = {
    ok: false,
    states: [{ kind: 'policy', id: 'p', state: 'dead', message }],
  }
  fireEvent.input(screen.getByLabelText('Gateway address'), {
    target: { value: 'http://tyk.test' },
  })
  fireEvent.input(screen.getByLabelText('Secret'), { target: { value: 's3cret' } })
  press('Show the calls')
  await screen.findByText('A push makes 1 call. Nothing was sent yet.')
  press('Push')
  expect(await screen.findByText('Of 1 definitions 0 are live at Tyk.')).toBeTruthy()
  expect(screen.getByText(message)).toBeTruthy()
})

test('an import says what is kept and not acted on, and the list says what is not served', async () => {
  const { companion } = await openDefinitions()
  const message = 'It is kept whole and not served.'
  companion.importNotes = [
    { kind: 'api', id: 'orders', rule: 'not_served', members: ['proxy.target_url'], message },
  ]
  const proxy = { listen_path: '/orders/', target_url: 'tcp://127.0.0.1:1' }
  companion.apis = [{ ...definition, proxy }]
  paste(JSON.stringify(definition))
  expect(await screen.findByText(message)).toBeTruthy()
  expect(screen.getByText('Not all of it is served')).toBeTruthy()
  expect(screen.queryByText('Imported API orders; live at once.')).toBeNull()
  expect(await screen.findByText('It is kept and not served')).toBeTruthy()
})

test('files have masks until the switch asks for the secrets', async () => {
  await openDefinitions()
  expect(screen.queryByText('Files with secrets')).toBeNull()
  cleanup()
  const companion = new FakeCompanion()
  const masked = { ...definition, jwt_signing_method: 'hmac', jwt_source: '••••abcd' }
  companion.apis = [ApiDefinition.parse(masked)]
  const { saveFile } = await openPanel({ companion })
  press('Definitions')
  await screen.findByText('Orders')
  press('Classic definition')
  await waitFor(() => expect(saveFile).toHaveBeenCalledTimes(1))
  fireEvent.click(screen.getByLabelText(/Files with secrets/))
  press('Classic definition')
  await waitFor(() => expect(saveFile).toHaveBeenCalledTimes(2))
  const [asked, again] = saveFile.mock.calls.map(([, text]) => text)
  expect(asked).toContain('"secrets": "masked"')
  expect(again).toContain('"secrets": "whole"')
})
