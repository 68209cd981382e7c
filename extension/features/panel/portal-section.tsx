import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import type { Run, StepId } from '#shared/contract/run.ts'
import { Button } from '../../components/actions/button.tsx'
import { useTools } from '../../components/actions/tools.ts'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, Form, TextField } from '../../components/forms/form.tsx'
import { useLostFocus } from '../../components/forms/use-lost-focus.ts'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Section } from '../../components/layout/section.tsx'
import type { StepView } from '../journey/step-view.ts'
import { makePassword } from '../portal/make-password.ts'
import { PortalWalk } from '../portal/portal-walk.tsx'
import type { Pace } from '../portal/portal-walk-store.ts'
import {
  type Account,
  type AccountIssues,
  findAccountIssues,
  findKnownAccount,
  planWalk,
} from '../portal/plan-walk.ts'
import type { PanelStores } from './panel-stores.ts'

/** The steps that a developer can do in the portal. */
const IN_PORTAL: ReadonlySet<StepId> = new Set<StepId>(['developer', 'register-client'])

const NEW_ACCOUNT: Account = { email: '', password: '' }

export interface PortalSectionProps {
  stores: PanelStores
  view: StepView
}

/** Does steps 8 and 9 in the portal itself, click by click, as a developer would. */
export function PortalSection({ stores, view }: PortalSectionProps): VNode | null {
  const run = stores.journey.run.value
  const portal = stores.connection.status.value?.addresses.portal
  if (!run || portal === undefined || !IN_PORTAL.has(view.step.id)) return null
  return <PortalForm key={run.id} stores={stores} run={run} portal={portal} />
}

interface PortalFormProps {
  stores: PanelStores
  run: Run
  portal: string
}

function PortalForm(props: PortalFormProps): VNode {
  const { portalWalk } = props.stores
  const walk = portalWalk.walk.value
  const part = useRef<HTMLDivElement>(null)
  useLostFocus(walk ? 'walk' : 'form', () =>
    walk ? null : part.current?.querySelector<HTMLElement>('button'),
  )
  return (
    <Section title="In the portal, as the developer">
      <p>
        A tab opens on the portal, and the clicks are made there in sight: from the account to the
        secret. What comes out is captured. You can click in between.
      </p>
      <div ref={part}>
        {walk ? <PortalWalk store={portalWalk} walk={walk} /> : <StartForm {...props} />}
      </div>
    </Section>
  )
}

function StartForm({ stores, run, portal }: PortalFormProps): VNode {
  const account = useTyped<Account>(`portal/${run.id}`, NEW_ACCOUNT, ['password'])
  const issues = useSignal<AccountIssues>({})
  const known = findKnownAccount(run)
  const action = useAction()
  const { reveal } = useTools()
  const change = (part: Partial<Account>): void => {
    account.value = { ...account.value, ...part }
    issues.value = {}
    action.forget()
  }
  const start = (pace: Pace): void => {
    issues.value = known ? {} : findAccountIssues(account.peek())
    if (Object.keys(issues.peek()).length > 0) return
    action.run(async () => {
      await stores.journey.saveNow()
      const current = stores.journey.run.peek() ?? run
      // A password that was made here is kept in this page, for the sign-in after a restart.
      const typed = account.peek()
      if (!known && typed.password === '') change({ password: makePassword() })
      const plan = await planWalk(current, account.peek(), reveal)
      void stores.portalWalk.start(portal, plan, pace)
    })
  }
  return (
    <Form onSubmit={() => start('stepping')}>
      {known ? (
        <p>
          Signs in as <code>{known.email}</code>.
        </p>
      ) : (
        <AccountFields account={account.value} issues={issues.value} run={run} onChange={change} />
      )}
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <Buttons>
        <Button type="submit" isBusy={action.isBusy.value}>
          Show me, click by click
        </Button>
        <Button onClick={() => start('all')}>All at once</Button>
      </Buttons>
    </Form>
  )
}

interface AccountFieldsProps {
  account: Account
  issues: AccountIssues
  run: Run
  onChange: (part: Partial<Account>) => void
}

function AccountFields({ account, issues, run, onChange }: AccountFieldsProps): VNode {
  return (
    <>
      <TextField
        label="E-mail of the new account"
        placeholder={suggestEmail(run)}
        value={account.email}
        issue={issues.email}
        onChange={(email) => onChange({ email })}
      />
      <TextField
        label="Password"
        type="password"
        help="Left empty, one is made."
        value={account.password}
        issue={issues.password}
        onChange={(password) => onChange({ password })}
      />
    </>
  )
}

function suggestEmail({ steps }: Run): string {
  const email = steps.find(({ id }) => id === 'developer')?.inputs['email']
  return typeof email === 'string' ? email : 'dev@example.com'
}
