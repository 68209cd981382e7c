import type { ComponentChildren, VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../../components/actions/button.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import { releaseAfterPointer } from '../stage/release-focus.ts'
import type { StageReport } from '../stage/speaker-message.ts'
import { type Command, findCommand } from '../stage/stage-keys.ts'
import type { SpeakerStore } from './speaker-store.ts'
import styles from './speaker.module.css'
import { findDelay, formatClock } from './talk-time.ts'

/** The speaker's window: notes, clock, what comes next. It is never shown to the room. */
export function SpeakerView({ store }: { store: SpeakerStore }): VNode {
  const report = store.report.value
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const command = findCommand(event)
      if (!command || command === 'notes' || command === 'leave') return
      event.preventDefault()
      store.command(command)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [store])
  if (!report)
    return (
      <main class={styles['empty']}>
        <h1>Speaker notes</h1>
        <p>
          No stage is open. Open a lesson or a run with “Present”; these notes then follow it by
          themselves.
        </p>
      </main>
    )
  return (
    <div class={styles['speaker']}>
      <Head report={report} />
      <main class={styles['notes']} aria-label="Notes" tabIndex={0}>
        {report.notes.map((note) => (
          <p key={note}>{boldWords(note)}</p>
        ))}
        {report.takeHome !== undefined && (
          <p>
            <b>Take home:</b> {report.takeHome}
          </p>
        )}
        {report.notes.length === 0 && <p>This step has no notes.</p>}
      </main>
      <Aside report={report} isStageThere={store.isStageThere.value} />
      <Foot report={report} onCommand={store.command} />
    </div>
  )
}

function Head({ report }: { report: StageReport }): VNode {
  const nowMs = useNow()
  const { number, count, scene, startedAtMs, plannedMinutes, dueMinutes } = report
  const elapsedMs = nowMs - startedAtMs
  const delay = findDelay(elapsedMs, dueMinutes)
  return (
    <header>
      <h1>{number > count ? scene : `${number} · ${scene}`}</h1>
      <p class={styles['clock']}>
        <span aria-label="Time since the stage was opened">{formatClock(elapsedMs)}</span>
      </p>
      {plannedMinutes > 0 && (
        <p>
          of {plannedMinutes}:00
          {delay !== undefined && (
            <>
              {' · '}
              <span class={styles['late']}>{delay}</span>
            </>
          )}
        </p>
      )}
      <p class={styles['end']}>
        {new Date(nowMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
      </p>
    </header>
  )
}

function Aside({ report, isStageThere }: { report: StageReport; isStageThere: boolean }): VNode {
  const { onStage, isDark, next, rescue, failure, problem } = report
  return (
    <aside aria-label="Around the stage" tabIndex={0}>
      <Part title="On the stage">
        {isStageThere ? <p>{onStage}</p> : <StateChip tone="bad">The stage is closed</StateChip>}
        {isDark && <StateChip tone="info">Dark screen</StateChip>}
        <CompanionLine report={report} />
        {problem !== undefined && <p class={styles['problem']}>{problem}</p>}
      </Part>
      <Part title="Next">
        <p>
          <b>{next?.title ?? 'The end'}</b>
        </p>
        {next && <p>{next.what}</p>}
      </Part>
      <Part title="If it goes wrong">
        <p>
          {rescue ?? 'R starts this step over: a new run is walked to it, the old one is deleted.'}
        </p>
        {failure !== undefined && (
          <p>
            <kbd>F</kbd> {failure}
          </p>
        )}
      </Part>
    </aside>
  )
}

function CompanionLine({ report }: { report: StageReport }): VNode {
  const { isCompanionThere, answerMs } = report
  if (!isCompanionThere)
    return <StateChip tone="bad">The companion does not answer. The picture stays.</StateChip>
  return (
    <StateChip tone="ok">
      {answerMs === undefined ? 'Companion connected' : `Companion: last answer ${answerMs} ms`}
    </StateChip>
  )
}

function Part({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Foot({
  report,
  onCommand,
}: {
  report: StageReport
  onCommand: (command: Command) => void
}): VNode {
  const buttons: readonly { command: Command; label: string; key: string }[] = [
    { command: 'back', label: 'Back', key: '←' },
    { command: 'on', label: report.nextAction, key: 'Space' },
    { command: 'forward', label: 'Next', key: '→' },
    { command: 'dark', label: report.isDark ? 'Light screen' : 'Dark screen', key: 'B' },
    { command: 'start-over', label: 'Start over', key: 'R' },
  ]
  return (
    <footer onClick={releaseAfterPointer}>
      {buttons.map(({ command, label, key }) => (
        <Button
          key={command}
          look={command === 'on' ? 'primary' : 'plain'}
          onClick={() => onCommand(command)}
        >
          {label} <kbd aria-hidden="true">{key}</kbd>
        </Button>
      ))}
    </footer>
  )
}

/** Words between ** are bold. */
function boldWords(text: string): ComponentChildren {
  return text.split('**').map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part))
}
