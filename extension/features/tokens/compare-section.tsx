import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Comparison, Token } from '#shared/contract/token.ts'
import { MemberTable } from '../../components/data/member-table.tsx'
import { Button } from '../../components/actions/button.tsx'
import { Buttons, Form, SelectField } from '../../components/forms/form.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { GRANT_WORDS } from './token-words.ts'
import type { TokensStore } from './tokens-store.ts'

export interface CompareSectionProps {
  store: TokensStore
  id: string
  others: readonly Token[]
  nameClient: (token: Token) => string
}

/** This token beside another one. */
export function CompareSection({ store, id, others, nameClient }: CompareSectionProps): VNode {
  const other = useSignal('')
  const comparison = useSignal<Comparison | undefined>(undefined)
  const action = useAction()
  const chosen = others.find((token) => token.id === other.value) ?? others[0]
  const compare = async (): Promise<void> => {
    comparison.value = undefined
    if (chosen) comparison.value = await store.compare(id, chosen.id)
  }
  return (
    <Section title="Compare">
      {chosen ? (
        <Form onSubmit={() => action.run(compare)}>
          <SelectField
            label="With"
            options={others.map((token) => ({
              value: token.id,
              label: `${nameClient(token)} · ${GRANT_WORDS[token.grant].label} · ${token.access_token}`,
            }))}
            value={chosen.id}
            onChange={(value) => {
              other.value = value
              comparison.value = undefined
            }}
          />
          {action.problem.value && <ProblemNotice problem={action.problem.value} />}
          {comparison.value && <Differences comparison={comparison.value} />}
          <Buttons>
            <Button type="submit" isBusy={action.isBusy.value}>
              Compare
            </Button>
          </Buttons>
        </Form>
      ) : (
        <p>Get a second token, and their headers and claims stand here side by side.</p>
      )}
    </Section>
  )
}

function Differences({ comparison: { differences } }: { comparison: Comparison }): VNode {
  if (differences.length === 0)
    return (
      <div role="status">
        <Notice
          tone="info"
          title="No readable difference: the tokens have equal claims, or are opaque."
        />
      </div>
    )
  return (
    <>
      {(['header', 'claims'] as const).map((part) => {
        const own = differences.filter((difference) => difference.part === part)
        return (
          own.length > 0 && (
            <MemberTable
              key={part}
              caption={part === 'header' ? 'Header' : 'Claims'}
              isCaptionShown
              heads={['This one', 'The other']}
              absent={['not there', 'not there']}
              isMarked={false}
              members={own.map(({ name, left, right }) => ({
                name,
                state: 'changed' as const,
                asked: left,
                granted: right,
              }))}
            />
          )
        )
      })}
    </>
  )
}
