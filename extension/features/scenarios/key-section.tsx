import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { DEFAULT_DIALECT } from '#shared/idp/dialects.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, SelectField } from '../../components/forms/form.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { DIALECTS } from './fault-section.tsx'
import type { ConditionsStore } from './conditions-store.ts'
import { nameDialect } from './condition-words.ts'

const OVERLAPS = [
  { value: '3600', label: 'For an hour' },
  { value: '60', label: 'For a minute' },
  { value: '0', label: 'Not at all: its tokens break at once' },
]

/** A new signing key for one dialect. */
export function KeySection({ store }: { store: ConditionsStore }): VNode {
  const dialect = useSignal(DEFAULT_DIALECT)
  const overlap = useSignal('3600')
  const done = useSignal('')
  const action = useAction()
  const rotate = async (): Promise<void> => {
    done.value = ''
    await store.rotateKey(dialect.peek(), Number(overlap.peek()))
    done.value = `${nameDialect(dialect.peek())} signs with a new key from now on.`
  }
  return (
    <Section title="Signing key">
      <Form onSubmit={() => action.run(rotate)}>
        <SelectField
          label="Key of"
          options={DIALECTS}
          value={dialect.value}
          onChange={(value) => (dialect.value = value)}
        />
        <SelectField
          label="The old key stays published"
          options={OVERLAPS}
          value={overlap.value}
          onChange={(value) => (overlap.value = value)}
        />
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        {done.value !== '' && (
          <div role="status">
            <Notice tone="ok" title={done.value} />
          </div>
        )}
        <Buttons>
          <Button type="submit" icon="key" isBusy={action.isBusy.value}>
            Rotate key
          </Button>
        </Buttons>
      </Form>
    </Section>
  )
}
