import type { PortalPage } from '#shared/contract/portal.ts'
import type { PortalAction, PortalView } from './portal-action.ts'

/** What is to come of a walk through the portal. */
export interface PortalPlan {
  /** Makes the account, or signs in to one that is there. */
  account: 'sign-up' | 'sign-in'
  email: string
  /** Unknown where the developer chose it in another window; then the person signs in. */
  password: string | undefined
  /** The catalogue entry to choose; the first where it is unknown. */
  entry: string | undefined
  client_name: string
  redirect_uris: string
}

export type NextAction =
  | { kind: 'act'; say: string; action: PortalAction }
  /** The person has to do something in the page. */
  | { kind: 'wait'; say: string }
  | { kind: 'done'; say: string }
  | { kind: 'stop'; say: string }

const START = '/clients/new'

/**
 * The next action on the page that is open. It is computed from what the page shows, so a person may
 * click in between, go back, or begin in the middle.
 */
export function findNextAction(view: PortalView, plan: PortalPlan): NextAction {
  return view.page === undefined ? NO_WAY : WAYS[view.page](view, plan)
}

const NO_WAY: NextAction = {
  kind: 'stop',
  say: 'The portal shows a page that does not lead on. Its text says why.',
}

const CHOOSE_PASSWORD: NextAction = {
  kind: 'wait',
  say: 'Choose a new password; the walk goes on behind it.',
}

const WAYS: Record<PortalPage, (view: PortalView, plan: PortalPlan) => NextAction> = {
  'sign-up': signUp,
  'sign-in': signIn,
  forgotten: () => CHOOSE_PASSWORD,
  'new-password': () => CHOOSE_PASSWORD,
  'select-api': selectApi,
  details: enterDetails,
  'final-step': () => ({
    kind: 'done',
    say: 'The client is registered. This page shows its secret once.',
  }),
  catalogue: () => follow(START, 'Begin to register a client'),
  clients: () => follow(START, 'Begin to register a client'),
  message: () => NO_WAY,
}

function signUp(view: PortalView, plan: PortalPlan): NextAction {
  if (view.isSignedIn) return follow(START, 'An account is signed in: go on to the client')
  if (view.problems['email']?.includes('has an account'))
    return follow(signInPath(), 'The address has an account: sign in to it')
  return (
    fillIn(view, [
      ['email', plan.email, `Type the e-mail address ${plan.email}`],
      ['password', plan.password, 'Type a password'],
    ]) ?? submit(view, 'Create the account')
  )
}

function signIn(view: PortalView, plan: PortalPlan): NextAction {
  const hasFailed = Object.keys(view.problems).length > 0
  if (plan.account === 'sign-up' && !hasFailed && view.fields['email'] === '')
    return follow(`/sign-up?next=${encodeURIComponent(START)}`, 'There is no account yet: sign up')
  if (plan.password === undefined || hasFailed)
    return { kind: 'wait', say: 'Sign in yourself: the password is not known here.' }
  return (
    fillIn(view, [
      ['email', plan.email, `Type the e-mail address ${plan.email}`],
      ['password', plan.password, 'Type the password'],
    ]) ?? submit(view, 'Sign in')
  )
}

function selectApi(view: PortalView, plan: PortalPlan): NextAction {
  if (!('entry' in view.fields))
    return {
      kind: 'stop',
      say: 'No API offers registration: publish one and enter its DCR settings (steps 6 and 7).',
    }
  if (plan.entry !== undefined && view.fields['entry'] !== plan.entry)
    return {
      kind: 'act',
      say: 'Choose the API',
      action: { kind: 'choose', field: 'entry', value: plan.entry },
    }
  return submit(view, 'Save and continue')
}

function enterDetails(view: PortalView, plan: PortalPlan): NextAction {
  const [problem] = Object.values(view.problems)
  if (problem !== undefined)
    return { kind: 'stop', say: `The portal refused the client: ${problem}` }
  return (
    fillIn(view, [
      ['client_name', plan.client_name, `Name the client “${plan.client_name}”`],
      ['redirect_uris', plan.redirect_uris, 'Enter the redirect URLs'],
    ]) ?? submit(view, 'Create the client')
  )
}

/** The first field that does not hold what it should. */
function fillIn(
  { fields }: PortalView,
  wanted: readonly (readonly [field: string, value: string | undefined, say: string])[],
): NextAction | undefined {
  const open = wanted.find(([field, value]) => value !== undefined && fields[field] !== value)
  if (!open) return undefined
  const [field, value = '', say] = open
  return { kind: 'act', say, action: { kind: 'fill', field, value } }
}

function submit({ problems }: PortalView, say: string): NextAction {
  const [problem] = Object.values(problems)
  if (problem !== undefined) return { kind: 'stop', say: `The portal says: ${problem}` }
  return { kind: 'act', say, action: { kind: 'submit' } }
}

function follow(path: string, say: string): NextAction {
  return { kind: 'act', say, action: { kind: 'follow', path } }
}

function signInPath(): string {
  return `/sign-in?next=${encodeURIComponent(START)}`
}
