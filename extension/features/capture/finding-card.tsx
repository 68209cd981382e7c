import type { VNode } from 'preact'
import type { CaptureFinding } from '#shared/contract/capture.ts'
import { Section } from '../../components/layout/section.tsx'
import { ValueTable } from '../../components/data/value-table.tsx'
import type { CaptureViewProps } from './capture-view.tsx'
import { TakeClient } from './take-client.tsx'
import { TakeToken } from './take-token.tsx'
import { VerifyToken } from './verify-token.tsx'

export interface FindingCardProps extends CaptureViewProps {
  text: string
  finding: CaptureFinding
}

/** One client or token: what it says, masked, and what can be done with it. */
export function FindingCard(props: FindingCardProps): VNode {
  const { finding } = props
  return (
    <Section title={finding.title}>
      <p>{finding.source}</p>
      <ValueTable
        caption="Masked"
        rows={finding.facts.map(({ label, value }) => [label, value] as const)}
      />
      {finding.kind === 'client' ? (
        <TakeClient {...props} />
      ) : (
        <>
          <TakeToken {...props} />
          <VerifyToken {...props} />
        </>
      )}
    </Section>
  )
}
