import type { VNode } from 'preact'
import type { Fact } from '#shared/contract/run.ts'
import type { VisitDetails, VisitFinding } from '#shared/contract/visit.ts'
import { Button } from '../../components/actions/button.tsx'
import { FactList } from '../../components/data/fact-list.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Page } from '../../components/layout/page.tsx'
import { Section } from '../../components/layout/section.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import { VisitLegs } from './visit-legs.tsx'
import { describeLikely, describeState, nameVisitor } from './visit-words.ts'
import styles from './visits.module.css'

export interface VisitPageProps {
  visit: VisitDetails
  wire: WireStore
  onBack: () => void
  /** Opens the client's row in the ledger. */
  onOpenClient: (registration: string) => void
}

/** One visit: what the client did, where it gave up and why, and each of its legs. */
export function VisitPage({ visit, wire, onBack, onOpenClient }: VisitPageProps): VNode {
  const { tone, text } = describeState(visit)
  const { registration } = visit
  return (
    <Page title={nameVisitor(visit)} backLabel="All visits" onBack={onBack}>
      <p>
        <StateChip tone={tone}>{text}</StateChip>
      </p>
      <p class={styles['summary']}>{visit.summary}</p>
      {visit.findings.map((finding) => (
        <FindingNotice
          key={finding.code}
          finding={finding}
          tone={finding.code === visit.ending?.code && visit.state === 'refused' ? 'bad' : 'warn'}
        />
      ))}
      {visit.uncertain && <Notice tone="info">{visit.uncertain}</Notice>}
      <Section title="Client">
        <FactList facts={listFacts(visit)} />
        {registration !== undefined && (
          <Buttons>
            <Button onClick={() => onOpenClient(registration)}>Open in the ledger</Button>
          </Buttons>
        )}
      </Section>
      <Section title="Legs">
        <VisitLegs legs={visit.legs} missing={visit.missing} wire={wire} />
      </Section>
    </Page>
  )
}

function FindingNotice({ finding, tone }: { finding: VisitFinding; tone: 'bad' | 'warn' }): VNode {
  return (
    <Notice tone={tone} title={finding.text}>
      <p>{finding.why}</p>
      <p>
        <strong>To do: </strong>
        {finding.fix}
      </p>
    </Notice>
  )
}

function listFacts(visit: VisitDetails): Fact[] {
  const fact = (id: string, label: string, value: string | undefined): Fact[] =>
    value === undefined ? [] : [{ id, label, kind: 'text', value }]
  const { likely } = visit
  return [
    ...fact('id', 'Client id', visit.client_id),
    ...fact(
      'likely',
      'Recognised',
      likely && `${describeLikely(likely)}: ${likely.because.join('; ')}`,
    ),
    ...fact('place', 'Went to', visit.place),
    { id: 'began', label: 'Began', kind: 'time', value: visit.began_at },
    { id: 'last', label: 'Last leg', kind: 'time', value: visit.last_at },
  ]
}
