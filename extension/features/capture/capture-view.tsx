import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { CaptureFindings } from '#shared/contract/capture.ts'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons, TextField } from '../../components/forms/form.tsx'
import { useTyped } from '../../components/forms/typed-values.ts'
import { Page } from '../../components/layout/page.tsx'
import { Section } from '../../components/layout/section.tsx'
import styles from './capture.module.css'
import type { CaptureStore } from './capture-store.ts'
import { FindingCard } from './finding-card.tsx'
import { HostsSection } from './hosts-section.tsx'

export interface CaptureViewProps {
  store: CaptureStore
  onBack: () => void
  onOpenClient: (client: string) => void
  onOpenReplay: () => void
}

interface Looked {
  text: string
  findings: CaptureFindings
}

/** Credentials and tokens from elsewhere: recognised, shown, and taken over after a word. */
export function CaptureView(props: CaptureViewProps): VNode {
  const { store, onBack } = props
  // A text with credentials stays in this page: it is not stored, so a reload forgets it.
  const text = useTyped('capture/text', '', () => '')
  const looked = useSignal<Looked | undefined>(undefined)
  const action = useAction()
  const look = (next: string): void => {
    text.value = next
    looked.value = undefined
    action.run(async () => {
      looked.value = { text: next, findings: await store.find(next) }
    })
  }
  return (
    <Page
      title="Capture"
      lead="Paste or drop an answer, a token, a curl command or a HAR file. Nothing leaves this machine, and nothing is kept before you say so."
      backLabel="Back to the steps"
      onBack={onBack}
    >
      <Waiting store={store} onLook={look} />
      <Section title="Text">
        <PasteField text={text.value} onWrite={(next) => (text.value = next)} onLook={look} />
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <Buttons>
          <Button
            look="primary"
            disabled={text.value.trim() === ''}
            isBusy={action.isBusy.value}
            onClick={() => look(text.peek())}
          >
            Look for credentials
          </Button>
        </Buttons>
      </Section>
      {looked.value && <Findings {...props} looked={looked.value} />}
      <HostsSection store={store} />
    </Page>
  )
}

interface PasteFieldProps {
  text: string
  onWrite: (text: string) => void
  onLook: (text: string) => void
}

function PasteField({ text, onWrite, onLook }: PasteFieldProps): VNode {
  const take = async (file: File | undefined): Promise<void> => {
    if (file) onLook(await file.text())
  }
  return (
    <div
      class={styles['paste']}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        const [file] = event.dataTransfer?.files ?? []
        if (!file) return
        event.preventDefault()
        void take(file)
      }}
    >
      <TextField
        label="Pasted or dropped"
        rows={6}
        placeholder={'{ "client_id": "…", "client_secret": "…" }'}
        value={text}
        onChange={onWrite}
      />
      <label>
        Or a file{' '}
        <input type="file" onChange={(event) => void take(event.currentTarget.files?.[0])} />
      </label>
    </div>
  )
}

function Waiting({
  store,
  onLook,
}: {
  store: CaptureStore
  onLook: (text: string) => void
}): VNode | null {
  const pending = store.pending.value
  if (pending.length === 0) return null
  return (
    <Section title="Seen on pages">
      <ul class={styles['list']} aria-label="Seen on pages">
        {pending.map(({ id, from, at, text }) => (
          <li key={id}>
            <span>
              <bdi>{from}</bdi>, <time dateTime={at}>{new Date(at).toLocaleTimeString()}</time>
            </span>
            <Buttons>
              <Button label={`Look at what ${from} shows`} onClick={() => onLook(text)}>
                Look
              </Button>
              <Button look="quiet" label={`Dismiss ${from}`} onClick={() => void store.dismiss(id)}>
                Dismiss
              </Button>
            </Buttons>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Findings({ looked, ...props }: CaptureViewProps & { looked: Looked }): VNode {
  const { text, findings } = looked
  return (
    <section class={styles['findings']} aria-label="Findings">
      <p role="status">
        {findings.note ??
          `${findings.findings.length} ${findings.findings.length === 1 ? 'credential' : 'credentials'} found.`}
      </p>
      {findings.findings.map((finding) => (
        <FindingCard
          key={`${text.length}/${finding.id}`}
          {...props}
          text={text}
          finding={finding}
        />
      ))}
    </section>
  )
}
