import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { UpdatePlan } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ComparedMember } from '#shared/oauth/metadata/compare-metadata.ts'
import { readObject } from '#shared/oauth/metadata/read-object.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { MemberTable } from '../../components/data/member-table.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import type { ClientsStore } from './clients-store.ts'

type Metadata = Readonly<Record<string, unknown>>

export interface UpdateSectionProps {
  store: ClientsStore
  id: string
  granted: Metadata
}

/** Changes the client: first what the PUT would add, change and drop, then the PUT itself. */
export function UpdateSection({ store, id, granted }: UpdateSectionProps): VNode {
  const typed = useTyped<string | null>(`clients/update/${id}`, null)
  const plan = useSignal<UpdatePlan | undefined>(undefined)
  const isDone = useSignal(false)
  const action = useAction()
  const text = typed.value ?? JSON.stringify(pickMetadata(granted), null, 2)
  const write = (next: string): void => {
    typed.value = next
    plan.value = undefined
    isDone.value = false
    action.forget()
  }
  const preview = async (): Promise<void> => {
    isDone.value = false
    plan.value = undefined
    plan.value = await store.planUpdate(id, readMetadata(text))
  }
  const update = async (): Promise<void> => {
    await store.update(id, readMetadata(text))
    typed.value = null
    plan.value = undefined
    isDone.value = true
  }
  const members = plan.value ? listMembers(plan.value, granted) : []
  return (
    <Section title="Update">
      <p>
        An update replaces the metadata as a whole (RFC 7592 §2.2): what it leaves out is gone
        afterwards, or becomes the provider’s default.
      </p>
      <Form onSubmit={() => action.run(preview)}>
        <TextField label="Client metadata" rows={10} value={text} onChange={write} />
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        {plan.value && <PlanView plan={plan.value} members={members} />}
        {isDone.value && (
          <div role="status">
            <Notice tone="ok" title="Updated. The granted metadata are shown above." />
          </div>
        )}
        <Buttons>
          <Button type="submit" isBusy={action.isBusy.value && !plan.value}>
            Preview the update
          </Button>
          {members.length > 0 && (
            <Button look="primary" isBusy={action.isBusy.value} onClick={() => action.run(update)}>
              Update client
            </Button>
          )}
        </Buttons>
      </Form>
    </Section>
  )
}

interface PlanViewProps {
  plan: UpdatePlan
  members: readonly ComparedMember[]
}

function PlanView({ plan, members }: PlanViewProps): VNode {
  const { dropped, left_out } = plan
  const count = dropped.length
  return (
    <>
      <div role="status">
        {members.length === 0 && <Notice tone="info" title="This update would change nothing." />}
        {members.length > 0 && count === 0 && (
          <Notice tone="info" title="Nothing is dropped. Nothing was sent yet." />
        )}
        {count > 0 && (
          <Notice
            tone="warn"
            title={`The update would drop ${count === 1 ? '1 member' : `${count} members`}. Nothing was sent yet.`}
          />
        )}
      </div>
      {members.length > 0 && (
        <MemberTable
          caption="What the update would change"
          heads={['Now', 'Afterwards']}
          absent={['not set', 'gone, or the default']}
          members={members}
        />
      )}
      {left_out.length > 0 && (
        <p>
          Not sent, since an update must not carry it: <code>{left_out.join(', ')}</code>
        </p>
      )}
    </>
  )
}

/** The plan for each member, losses first. */
function listMembers(plan: UpdatePlan, granted: Metadata): ComparedMember[] {
  const describe = (state: ComparedMember['state']) => (name: string) => {
    const effect = plan.effects[name]
    return {
      name,
      state,
      asked: granted[name],
      granted: plan.sent[name],
      ...(effect !== undefined && { effect }),
    }
  }
  return [
    ...plan.dropped.map(describe('dropped')),
    ...plan.changed.map(describe('changed')),
    ...plan.added.map(describe('added')),
  ]
}

/** Members of the answer about the registration, which are no client metadata. */
const BOOKKEEPING = new Set([
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_client_uri',
])

function pickMetadata(granted: Metadata): Metadata {
  return Object.fromEntries(Object.entries(granted).filter(([name]) => !BOOKKEEPING.has(name)))
}

/** @throws AppError `BODY_NOT_JSON`. */
function readMetadata(text: string): Record<string, unknown> {
  const metadata = readObject(text)
  if (metadata) return metadata
  throw new AppError('BODY_NOT_JSON', {
    detail: 'Client metadata is a JSON object: names and values between braces.',
    hint: 'Look for a missing quotation mark, a comma too many or a bracket that is not closed.',
  })
}
