import type { VNode } from 'preact'
import type { LessonProgress } from '#shared/contract/lesson-progress.ts'
import type { Lesson } from '#shared/contract/lesson.ts'
import { Button } from '../../components/actions/button.tsx'
import { type Action, useAction } from '../../components/actions/use-action.ts'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Page } from '../../components/layout/page.tsx'
import { Section } from '../../components/layout/section.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import { countMinutesLeft, markSteps } from './lesson-words.ts'
import type { LessonsStore } from './lessons-store.ts'
import styles from './lessons.module.css'
import { StepPart } from './step-part.tsx'
import { Track } from './track.tsx'

export interface LessonPageProps {
  store: LessonsStore
  wire: WireStore
  lesson: Lesson
  progress: LessonProgress | undefined
  onPresent: () => void
}

/** One lesson: its goals until it is begun, then one step at a time. */
export function LessonPage(props: LessonPageProps): VNode {
  const { store, lesson, progress } = props
  const attempt = useAction()
  return (
    <Page
      title={lesson.title}
      backLabel="All lessons"
      onBack={store.showList}
      revision={String(progress?.step)}
    >
      <Place lesson={lesson} progress={progress} />
      {attempt.problem.value && (
        <>
          <ProblemNotice problem={attempt.problem.value} />
          {attempt.problem.value.code === 'LESSON_NOT_BEGUN' && (
            <Buttons>
              <Button onClick={() => attempt.run(() => store.begin(lesson.id, progress?.step))}>
                Begin this step again
              </Button>
            </Buttons>
          )}
        </>
      )}
      {progress ? (
        <StepPart {...props} progress={progress} attempt={attempt} />
      ) : (
        <Goals {...props} attempt={attempt} />
      )}
    </Page>
  )
}

function Place({ lesson, progress }: Pick<LessonPageProps, 'lesson' | 'progress'>): VNode {
  const at = progress?.step ?? 0
  return (
    <div>
      <Track marks={markSteps(lesson, progress)} />
      <p class={styles['place']}>
        <span>
          {progress
            ? `Step ${at + 1} of ${lesson.steps.length}`
            : `${lesson.steps.length} steps, for ${lesson.audience}`}
        </span>
        <span>about {countMinutesLeft(lesson, at)} min</span>
      </p>
    </div>
  )
}

function Goals({
  store,
  lesson,
  attempt,
  onPresent,
}: LessonPageProps & { attempt: Action }): VNode {
  return (
    <Section title="Goals">
      <ul class={styles['goals']}>
        {lesson.goals.map((goal) => (
          <li key={goal}>{goal}</li>
        ))}
      </ul>
      <Buttons>
        <Button
          look="primary"
          icon="play"
          isBusy={attempt.isBusy.value}
          onClick={() => attempt.run(() => store.begin(lesson.id))}
        >
          Begin the lesson
        </Button>
        <Button icon="stage" onClick={onPresent}>
          Present
        </Button>
      </Buttons>
    </Section>
  )
}
