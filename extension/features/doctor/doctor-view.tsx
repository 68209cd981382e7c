import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ExaminedPlace, Examination, Scenario } from '#shared/contract/doctor.ts'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Run } from '#shared/contract/run.ts'
import { Button } from '../../components/actions/button.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Page } from '../../components/layout/page.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { formatAge } from '../../lib/time-words.ts'
import { WireList } from '../wire/wire-list.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import type { DoctorStore, Running } from './doctor-store.ts'
import { BACK_LABELS, describeOutcome, LAYER_WORDS, nameTarget, readPlace } from './doctor-words.ts'
import styles from './doctor.module.css'
import { ExaminationView } from './examination-view.tsx'
import { ExamineSection } from './examine-section.tsx'

export interface DoctorViewProps {
  store: DoctorStore
  wire: WireStore
  run: Run | undefined
  /** The title of the run's step that failed. */
  failedStep: string | undefined
  /** The scenario that is on. */
  scenario: Scenario | undefined
  onBack: () => void
  /** Leads to the place where an examination began. */
  onLead: (place: ExaminedPlace) => void
}

/** Finds out why a client and its provider do not work together. */
export function DoctorView(props: DoctorViewProps): VNode {
  const { store, wire, run, failedStep, scenario } = props
  const running = store.running.value
  const shown = running ? undefined : store.shown.value
  const ids = shown?.exchanges.join(' ') ?? ''
  useEffect(() => void wire.need(ids.split(' ').filter(Boolean), undefined), [wire, ids])
  const place = running?.order ? readPlace(running.order) : shown?.about
  const exchanges = pickExchanges(wire, { running, shown })
  return (
    <Page
      title="Doctor"
      lead="Makes the calls of a client, from the provider’s address to an answer of the API, and says what is wrong, why, and how to fix it. Clients that it registers are deleted again."
      backLabel={place ? BACK_LABELS[place.kind] : 'Back to the steps'}
      onBack={() => (place ? props.onLead(place) : props.onBack())}
    >
      <ExamineSection store={store} run={run} scenario={scenario} />
      {store.problem.value && <ProblemNotice problem={store.problem.value} />}
      {running && (
        <Waiting running={running} doing={exchanges.at(-1)?.label} onStop={store.stopWaiting} />
      )}
      {shown && (
        <ExaminationView
          examination={shown}
          applied={store.applied.value}
          failedStep={
            shown.order.run !== undefined && shown.order.run === run?.id ? failedStep : undefined
          }
          onFix={(finding) => store.applyFix(shown.id, finding)}
        />
      )}
      {!shown && !running && store.examinations.value && <NothingYet />}
      {(running ?? shown) && (
        <WireList exchanges={exchanges} empty="A request stands here as soon as it is answered." />
      )}
      {!running && <Earlier store={store} shown={shown} />}
    </Page>
  )
}

/** Those of the examination on screen, or what arrives while one is under way; the oldest first. */
function pickExchanges(
  { exchanges }: WireStore,
  { running, shown }: { running: Running | undefined; shown: Examination | undefined },
): readonly Exchange[] {
  return [...exchanges.value.values()]
    .filter(({ id, at, run }) =>
      running ? run === undefined && at >= running.since : shown?.exchanges.includes(id) === true,
    )
    .sort((a, b) => a.at.localeCompare(b.at))
}

interface WaitingProps {
  running: Running
  /** What was answered last. */
  doing: string | undefined
  onStop: () => void
}

function Waiting({ running, doing, onStop }: WaitingProps): VNode {
  return (
    <Section title="Under way">
      <div role="status" class={styles['waiting']}>
        {running.fix !== undefined && <p>Applied: {running.fix}.</p>}
        <p>{doing === undefined ? 'Reading the metadata…' : `Answered: ${doing}. Going on…`}</p>
      </div>
      <Buttons>
        <Button icon="stop" onClick={onStop}>
          Stop waiting
        </Button>
        <span class={styles['quiet']}>It ends by itself and stands below then.</span>
      </Buttons>
    </Section>
  )
}

/** An explanation of examinations, shown before the first one. */
function NothingYet(): VNode {
  return (
    <Section title="What you will see">
      <p>
        The stages of the calls, each with a tick or with observation, expectation, the cause in a
        sentence, the section of the standard, and a button that fixes it where that can be done
        from here.
      </p>
      <ol class={styles['preview']}>
        {Object.values(LAYER_WORDS).map(({ title, about }) => (
          <li key={title}>
            <strong>{title}</strong> {about}
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Earlier({
  store,
  shown,
}: {
  store: DoctorStore
  shown: Examination | undefined
}): VNode | null {
  const others = (store.examinations.value ?? []).filter(({ id }) => id !== shown?.id)
  if (others.length === 0) return null
  return (
    <Disclosure summary={`Other examinations: ${others.length}`}>
      <ul class={styles['earlier']}>
        {others.map((examination) => {
          const { tone, text } = describeOutcome(examination)
          return (
            <li key={examination.id}>
              <button type="button" onClick={() => store.show(examination.id)}>
                <strong>{nameTarget(examination.order)}</strong>
                <span>{formatAge(Date.parse(examination.at), Date.now())}</span>
                <StateChip tone={tone}>{examination.findings[0]?.title ?? text}</StateChip>
              </button>
            </li>
          )
        })}
      </ul>
    </Disclosure>
  )
}
