import type { Run, StepId } from '#shared/contract/run.ts'
import { Account as AccountInput } from '#shared/contract/endpoints/portal-endpoints.ts'
import type { PortalPlan } from './next-action.ts'

export interface Account {
  email: string
  password: string
}

export interface KnownAccount {
  email: string
  /** Names the password for the reveal route; absent where the developer chose it. */
  secret: string | undefined
}

/** The developer that the run has already. */
export function findKnownAccount(run: Run): KnownAccount | undefined {
  const step = findStep(run, 'developer')
  const facts = step?.state === 'passed' ? step.result?.facts : undefined
  const email = facts?.find(({ id }) => id === 'email')?.value
  const secret = facts?.find(({ id }) => id === 'password')?.secret
  return email === undefined ? undefined : { email, secret }
}

/** What is wrong with an account that a person typed, a sentence for each field. */
export type AccountIssues = Partial<Record<keyof Account, string>>

/** The portal would refuse these in its page; here the person can correct them. An empty field is filled in. */
export function findAccountIssues({ email, password }: Account): AccountIssues {
  const typed = { email: email.trim() || 'dev@example.com', password: password || 'is made later' }
  const found = AccountInput.safeParse(typed).error?.issues ?? []
  return Object.fromEntries(found.map(({ path, message }) => [String(path[0]), message]))
}

/**
 * What is to be typed and clicked in the portal for this run.
 *
 * @param typed - The account to make, or the password of one that was made in the portal.
 */
export async function planWalk(
  run: Run,
  typed: Account,
  reveal: (secret: string) => Promise<string>,
): Promise<PortalPlan> {
  const known = findKnownAccount(run)
  const inputs = findStep(run, 'register-client')?.inputs ?? {}
  const kept = known?.secret === undefined ? undefined : await reveal(known.secret)
  const suggested = readText(findStep(run, 'developer')?.inputs['email'])
  return {
    account: known ? 'sign-in' : 'sign-up',
    email: known?.email ?? (typed.email.trim() || suggested || 'dev@example.com'),
    password: kept ?? (typed.password || undefined),
    entry: findStep(run, 'catalogue')?.result?.facts.find(({ id }) => id === 'entry_id')?.value,
    client_name: readText(inputs['client_name']) || 'From the portal',
    redirect_uris: readLines(inputs['redirect_uris']),
  }
}

function findStep(run: Run, id: StepId): Run['steps'][number] | undefined {
  return run.steps.find((step) => step.id === id)
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

function readLines(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join('\n') : ''
}
