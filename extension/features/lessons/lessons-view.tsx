import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { LessonEntry } from '#shared/contract/lesson-progress.ts'
import { Row, RowLine, RowList } from '../../components/data/row-list.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { FilterBar } from '../../components/forms/filter-bar.tsx'
import { Page } from '../../components/layout/page.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import { LessonPage } from './lesson-page.tsx'
import { describePlace, markSteps } from './lesson-words.ts'
import type { LessonsStore } from './lessons-store.ts'
import styles from './lessons.module.css'
import { Track } from './track.tsx'

export interface LessonsViewProps {
  store: LessonsStore
  wire: WireStore
  onBack: () => void
  onPresent: (lesson: string) => void
}

/** All lessons, and the one that is walked. */
export function LessonsView(props: LessonsViewProps): VNode {
  const { store, wire, onPresent } = props
  const shown = store.shown.value
  return shown?.lesson ? (
    <LessonPage
      key={shown.id}
      store={store}
      wire={wire}
      lesson={shown.lesson}
      progress={shown.progress}
      onPresent={() => onPresent(shown.id)}
    />
  ) : (
    <LessonList {...props} />
  )
}

function LessonList({ store, onBack }: LessonsViewProps): VNode {
  const entries = store.entries.value
  const problem = store.problem.value
  const audience = useSignal('all')
  const audiences = [...new Set(entries?.flatMap(({ lesson }) => lesson?.audience ?? []) ?? [])]
  return (
    <Page
      title="Lessons"
      lead="Each one runs on this machine, offline, in a run of its own. Checkpoints look at real traffic."
      backLabel="Back to the steps"
      onBack={onBack}
      takesFocus={store.lastShown.value === undefined}
    >
      {problem && <ProblemNotice problem={problem} />}
      {!entries && !problem && <Skeleton label="Loading the lessons" />}
      {audiences.length > 1 && (
        <FilterBar
          label="For whom"
          value={audience.value}
          options={['all', ...audiences].map((value) => ({
            value,
            label: capitalize(value),
            count: countFor(entries ?? [], value),
          }))}
          onChange={(value) => (audience.value = value)}
        />
      )}
      {entries && (
        <RowList label="Lessons">
          {entries
            .filter((entry) => isFor(entry, audience.value))
            .map((entry) => (
              <LessonRow key={entry.id} entry={entry} store={store} />
            ))}
        </RowList>
      )}
      <p class={styles['quiet']}>
        A lesson is one YAML file; docs/presenting.md says how to write one.
      </p>
    </Page>
  )
}

function countFor(entries: readonly LessonEntry[], audience: string): number {
  return entries.filter(({ lesson }) => audience === 'all' || lesson?.audience === audience).length
}

/** A lesson that cannot be read is shown to everybody. */
function isFor({ lesson }: LessonEntry, audience: string): boolean {
  return audience === 'all' || !lesson || lesson.audience === audience
}

function LessonRow({ entry, store }: { entry: LessonEntry; store: LessonsStore }): VNode {
  const { id, lesson, problem, progress } = entry
  if (!lesson)
    return (
      <li class={styles['broken']}>
        <Notice tone="bad" title={`${problem?.file ?? id} cannot be read`}>
          <p>
            {problem?.line !== undefined && `Line ${problem.line}: `}
            {problem?.reason}
          </p>
          <p>Correct the file and open this page again; the other lessons work.</p>
        </Notice>
      </li>
    )
  const { tone, text } = describePlace(entry)
  return (
    <Row takesFocus={store.lastShown.value === id} onOpen={() => store.show(id)}>
      <RowLine>
        <strong>{lesson.title}</strong>
      </RowLine>
      <span>{lesson.lead}</span>
      <Track marks={markSteps(lesson, progress)} />
      <RowLine>
        <span>
          For {lesson.audience} · {lesson.minutes} min
        </span>
        <StateChip tone={tone}>{text}</StateChip>
      </RowLine>
    </Row>
  )
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
