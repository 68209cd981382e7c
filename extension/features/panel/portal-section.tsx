import type { VNode } from 'preact'
import type { Run, StepId } from '#shared/contract/run.ts'
import { Button } from '../../components/actions/button.tsx'
import { useTools } from '../../components/actions/tools.ts'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, Form, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Section } from '../../components/layout/section.tsx'
import type { StepView } from '../journey/step-view.ts'
import { makePassword } from '../portal/make-password.ts'
import { PortalWalk } from '../portal/portal-walk.tsx'
import type { Pace } from '../portal/portal-walk-store.ts'
import { type Account, findKnownAccount, planWalk } from '../portal/plan-walk.ts'
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

function PortalForm({ stores, run, portal }: PortalFormProps): VNode {
  const account = useTyped<Account>(`portal/${run.id}`, NEW_ACCOUNT, ['password'])
  const known = findKnownAccount(run)
  const action = useAction()
  const { reveal } = useTools()
  const walk = stores.portalWalk.walk.value
  const change = (part: Partial<Account>): void => {
    account.value = { ...account.value, ...part }
    action.forget()
  }
  const start = (pace: Pace): void =>
    action.run(async () => {
      await stores.journey.saveNow()
      const current = stores.journey.run.peek() ?? run
      // A password that was made here is kept in this page, for the sign-in after a restart.
      const typed = account.peek()
      if (!known && typed.password === '') change({ password: makePassword() })
      const plan = await planWalk(current, account.peek(), reveal)
      void stores.portalWalk.start(portal, plan, pace)
    })
  return (
    <Section title="In the portal, as the developer">
      <p>
        A tab opens on the portal, and the clicks are made there in sight: from the account to the
        secret. What comes out is captured. You can click in between.
      </p>
      {walk ? (
        <PortalWalk store={stores.portalWalk} walk={walk} />
      ) : (
        <Form onSubmit={() => start('stepping')}>
          {known ? (
            <p>
              Signs in as <code>{known.email}</code>.
            </p>
          ) : (
            <AccountFields account={account.value} run={run} onChange={change} />
          )}
          {action.problem.value && <ProblemNotice problem={action.problem.value} />}
          <Buttons>
            <Button type="submit" isBusy={action.isBusy.value}>
              Show me, click by click
            </Button>
            <Button onClick={() => start('all')}>All at once</Button>
          </Buttons>
        </Form>
      )}
    </Section>
  )
}

interface AccountFieldsProps {
  account: Account
  run: Run
  onChange: (part: Partial<Account>) => void
}

function AccountFields({ account, run, onChange }: AccountFieldsProps): VNode {
  return (
    <>
      <TextField
        label="E-mail of the new account"
        placeholder={suggestEmail(run)}
        value={account.email}
        onChange={(email) => onChange({ email })}
      />
      <TextField
        label="Password"
        type="password"
        help="Left empty, one is made."
        value={account.password}
        onChange={(password) => onChange({ password })}
      />
    </>
  )
}

function suggestEmail({ steps }: Run): string {
  const email = steps.find(({ id }) => id === 'developer')?.inputs['email']
  return typeof email === 'string' ? email : 'dev@example.com'
}
