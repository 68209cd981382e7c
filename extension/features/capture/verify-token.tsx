import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { KeySetChoice } from '#shared/contract/capture.ts'
import type { Inspection } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { InspectionView } from '../../components/data/inspection-view.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, Form, SelectField, TextField } from '../../components/forms/form.tsx'
import type { FindingCardProps } from './finding-card.tsx'

const KINDS: readonly { value: KeySetChoice['kind']; label: string }[] = [
  { value: 'url', label: 'From an issuer or jwks_uri' },
  { value: 'text', label: 'Pasted' },
  { value: 'none', label: 'None: do not check the signature' },
]

/** Decodes a token, checks it against a key set, and lints it. The token is sent nowhere. */
export function VerifyToken({ store, text, finding }: FindingCardProps): VNode {
  const kind = useSignal<KeySetChoice['kind']>(finding.issuer === undefined ? 'none' : 'url')
  const url = useSignal(finding.issuer ?? '')
  const keys = useSignal('')
  const inspection = useSignal<Inspection | undefined>(undefined)
  const action = useAction()
  const inspect = async (): Promise<void> => {
    inspection.value = undefined
    const choices: Record<KeySetChoice['kind'], KeySetChoice> = {
      none: { kind: 'none' },
      url: { kind: 'url', url: url.peek().trim() },
      text: { kind: 'text', text: keys.peek() },
    }
    inspection.value = await store.inspect(text, finding.id, choices[kind.peek()])
  }
  return (
    <Form onSubmit={() => action.run(inspect)}>
      <SelectField
        label="Key set"
        options={KINDS}
        value={kind.value}
        onChange={(next) => (kind.value = next)}
      />
      {kind.value === 'url' && (
        <TextField
          label="Its address"
          type="url"
          help="The companion reads the keys there. The token stays here."
          value={url.value}
          issue={action.problem.value?.issues?.[0]?.message}
          onChange={(next) => (url.value = next)}
        />
      )}
      {kind.value === 'text' && (
        <TextField
          label="Keys"
          rows={4}
          placeholder={'{ "keys": [ … ] }'}
          value={keys.value}
          onChange={(next) => (keys.value = next)}
        />
      )}
      {action.problem.value && !action.problem.value.issues && (
        <ProblemNotice problem={action.problem.value} />
      )}
      <Buttons>
        <Button type="submit" isBusy={action.isBusy.value}>
          Decode and verify
        </Button>
      </Buttons>
      {inspection.value && <InspectionView inspection={inspection.value} nowMs={Date.now()} />}
    </Form>
  )
}
