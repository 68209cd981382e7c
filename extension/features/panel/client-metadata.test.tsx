import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { openPanel } from '../../testing/open-panel.tsx'

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const type = (label: string, value: string) => {
  const field = screen.getByLabelText(label)
  fireEvent.input(field, { target: { value } })
  fireEvent.blur(field)
}
const choose = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const findGroup = (name: RegExp) =>
  [...document.querySelectorAll('summary')].find((one) => name.test(one.textContent))
    ?.parentElement as HTMLDetailsElement

const openStep = () => openPanel({ position: 'register-client' })

test('more client metadata is folded, in groups that say how much is set', async () => {
  await openStep()
  expect(findGroup(/^More client metadata/).open).toBe(false)
  expect(findGroup(/^Keys/).open).toBe(false)
  type('client_uri', 'https://app.example/')
  choose('require_auth_time', 'true')
  expect(findGroup(/^More client metadata/).querySelector('summary')?.textContent).toContain(
    '2 set',
  )
  expect(findGroup(/^Who it is/).querySelector('summary')?.textContent).toContain('1 set')
})

test('each member has a line that explains it and its section of the standard', async () => {
  await openStep()
  const field = screen.getByLabelText('jwks_uri')
  const help = document.getElementById(field.getAttribute('aria-describedby') ?? '')
  expect(help?.textContent).toContain('Where the client publishes its JWK set.')
  const link = help?.querySelector('a')
  expect(link?.textContent).toBe('RFC 7591 §2')
  expect(link?.href).toBe('https://www.rfc-editor.org/rfc/rfc7591.html#section-2')
})

test('a value is checked when its field is left, and its group opens', async () => {
  const { companion } = await openStep()
  type('jwks_uri', 'http://app.example/jwks')
  expect(screen.getByText(/Use https: plain http is for/)).toBeTruthy()
  await waitFor(() => expect(findGroup(/^Keys/).open).toBe(true))
  expect(findGroup(/^More client metadata/).open).toBe(true)
  expect(screen.getByLabelText('jwks_uri').getAttribute('aria-invalid')).toBe('true')
  type('jwks_uri', 'https://app.example/jwks')
  expect(screen.queryByText(/Use https: plain http is for/)).toBeNull()
  expect(findGroup(/^Keys/).open).toBe(true)
  expect(companion.calls.some((call) => call.startsWith('runStep'))).toBe(false)
})

test('members that contradict each other are named as soon as both are there', async () => {
  await openStep()
  type('jwks', '{"keys":[{"kty":"RSA"}]}')
  type('jwks_uri', 'https://app.example/jwks')
  expect(screen.getByText(/jwks and jwks_uri must not both be there/)).toBeTruthy()
  type('jwks', '')
  expect(screen.queryByText(/jwks and jwks_uri must not both be there/)).toBeNull()
})

test('a choice is checked at once, and what it lacks is said where it is missing', async () => {
  const { companion } = await openStep()
  choose('token_endpoint_auth_method', 'self_signed_tls_client_auth')
  expect(screen.getByText(/needs the client’s certificate in jwks/)).toBeTruthy()
  press('Register client')
  expect(companion.calls).not.toContain('runStep register-client')
  choose('token_endpoint_auth_method', '')
  expect(screen.queryByText(/needs the client’s certificate in jwks/)).toBeNull()
})

test('what was typed reaches the companion as it was typed, even while it is wrong', async () => {
  const { companion } = await openStep()
  type('Further members, as JSON', '{"colour": ')
  expect(screen.getByText(/Write a JSON object, such as/)).toBeTruthy()
  await waitFor(() =>
    expect(companion.calls).toContain(
      'saveInputs {"step":"register-client","further_members":"{\\"colour\\": "}',
    ),
  )
  expect(screen.getByLabelText('Further members, as JSON')).toHaveProperty('value', '{"colour": ')
})

test('the answer is shown beside what was asked', async () => {
  const { companion } = await openStep()
  companion.outcomes['register-client'] = () => ({
    state: 'passed',
    result: {
      summary: 'Done.',
      facts: [],
      checks: [],
      comparison: [
        { name: 'scope', state: 'dropped', asked: 'read', effect: 'No token can carry read.' },
      ],
    },
  })
  press('Register client')
  expect(await screen.findByRole('table', { name: 'Granted otherwise than asked' })).toBeTruthy()
  expect(screen.getByText('No token can carry read.')).toBeTruthy()
})
