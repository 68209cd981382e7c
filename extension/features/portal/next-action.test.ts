import { expect, test } from 'vitest'
import { findNextAction, type PortalPlan } from './next-action.ts'
import type { PortalView } from './portal-action.ts'

const PLAN: PortalPlan = {
  account: 'sign-up',
  email: 'ada@example.com',
  password: 'correct horse',
  entry: 'okta-api',
  client_name: 'My client',
  redirect_uris: '',
}

function view(part: Partial<PortalView>): PortalView {
  const still = { origin: 'http://127.0.0.1:8793', isLeaving: false }
  return { ...still, fields: {}, problems: {}, isSignedIn: false, ...part }
}

test.each<[string, Partial<PortalView>, object]>([
  [
    'sign-in without an account leads to sign-up',
    { page: 'sign-in', fields: { email: '', password: '' } },
    { action: { kind: 'follow', path: '/sign-up?next=%2Fclients%2Fnew' } },
  ],
  [
    'an empty sign-up begins with the address',
    { page: 'sign-up', fields: { email: '', password: '' } },
    { action: { kind: 'fill', field: 'email', value: 'ada@example.com' } },
  ],
  [
    'then comes the password',
    { page: 'sign-up', fields: { email: 'ada@example.com', password: '' } },
    { action: { kind: 'fill', field: 'password', value: 'correct horse' } },
  ],
  [
    'then the button',
    { page: 'sign-up', fields: { email: 'ada@example.com', password: 'correct horse' } },
    { action: { kind: 'submit' } },
  ],
  [
    'an address that is taken leads to sign-in',
    { page: 'sign-up', problems: { email: 'This address has an account already.' } },
    { action: { kind: 'follow', path: '/sign-in?next=%2Fclients%2Fnew' } },
  ],
  [
    'a refused sign-up stops with its sentence',
    {
      page: 'sign-up',
      fields: { email: 'ada@example.com', password: 'correct horse' },
      problems: { password: 'Use at least 8 characters.' },
    },
    { kind: 'stop', say: 'The portal says: Use at least 8 characters.' },
  ],
  [
    'a wrong password is left to the person',
    {
      page: 'sign-in',
      fields: { email: 'ada@example.com', password: '' },
      problems: { password: 'wrong' },
    },
    { kind: 'wait' },
  ],
  [
    'another API is chosen',
    { page: 'select-api', fields: { entry: 'first' } },
    { action: { kind: 'choose', field: 'entry', value: 'okta-api' } },
  ],
  [
    'the right API is taken',
    { page: 'select-api', fields: { entry: 'okta-api' } },
    { action: { kind: 'submit' } },
  ],
  ['without an API there is no way', { page: 'select-api' }, { kind: 'stop' }],
  [
    'the client is named',
    { page: 'details', fields: { client_name: '', redirect_uris: '' } },
    { action: { kind: 'fill', field: 'client_name', value: 'My client' } },
  ],
  [
    'the client is made',
    { page: 'details', fields: { client_name: 'My client', redirect_uris: '' } },
    { action: { kind: 'submit' } },
  ],
  [
    'a refused client stops with the reason of the provider',
    { page: 'details', problems: { form: 'The provider refused it.' } },
    { kind: 'stop', say: 'The portal refused the client: The provider refused it.' },
  ],
  ['the final step ends the walk', { page: 'final-step' }, { kind: 'done' }],
  ['from the catalogue a link leads in', { page: 'catalogue' }, { action: { kind: 'follow' } }],
  ['a page that is not the portal ends the walk', {}, { kind: 'stop' }],
])('%s', (_case, part, wanted) => {
  expect(findNextAction(view(part), PLAN)).toMatchObject(wanted)
})

test('without a password the person signs in', () => {
  const plan: PortalPlan = { ...PLAN, account: 'sign-in', password: undefined }
  expect(findNextAction(view({ page: 'sign-in', fields: { email: '' } }), plan).kind).toBe('wait')
})
