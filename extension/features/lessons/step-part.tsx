import type { VNode } from 'preact'
import type { LessonProgress, LessonStepProgress } from '#shared/contract/lesson-progress.ts'
import type { Lesson, LessonStep } from '#shared/contract/lesson.ts'
import { Button } from '../../components/actions/button.tsx'
import type { Action } from '../../components/actions/use-action.ts'
import { Section } from '../../components/layout/section.tsx'
import type { WireStore } from '../wire/wire-store.ts'
import { ActionsSection } from './actions-section.tsx'
import { CheckpointSection } from './checkpoint-section.tsx'
import { HintSection } from './hint-section.tsx'
import { LessonFooter } from './lesson-footer.tsx'
import { LessonTools } from './lesson-tools.tsx'
import { findStepProgress, judgeStep } from './lesson-words.ts'
import type { LessonsStore } from './lessons-store.ts'
import styles from './lessons.module.css'

export interface StepPartProps {
  store: LessonsStore
  wire: WireStore
  lesson: Lesson
  progress: LessonProgress
  attempt: Action
  onPresent: () => void
}

/** The step that the person is at: actions, checkpoints, hints, and the way on. */
export function StepPart(props: StepPartProps): VNode {
  const { store, lesson, progress, attempt, onPresent } = props
  const step = lesson.steps[progress.step]
  const done = findStepProgress(progress, progress.step)
  const { isBusy } = attempt
  // A file that has got shorter leaves a place that is not there any more.
  if (!step || !done)
    return (
      <Button
        look="primary"
        isBusy={isBusy.value}
        onClick={() => attempt.run(() => store.begin(lesson.id))}
      >
        Begin the lesson again
      </Button>
    )
  return (
    <>
      <Work {...props} step={step} done={done} />
      {judgeStep(done) !== 'open' && <TakeHome lesson={lesson} at={progress.step} step={step} />}
      <LessonTools
        isBusy={isBusy.value}
        onPresent={onPresent}
        onStartOver={() => attempt.run(() => store.begin(lesson.id, progress.step))}
        onForget={() => attempt.run(() => store.forget(lesson.id))}
      />
      <LessonFooter
        at={progress.step}
        count={lesson.steps.length}
        judged={judgeStep(done)}
        isBusy={isBusy.value}
        onGo={(to) => attempt.run(() => store.goTo(lesson.id, to))}
        onSkip={() => attempt.run(() => store.skip(lesson.id))}
        onEnd={store.showList}
      />
    </>
  )
}

interface WorkProps extends StepPartProps {
  step: LessonStep
  done: LessonStepProgress
}

function Work({ store, wire, lesson, progress, attempt, step, done }: WorkProps): VNode {
  return (
    <>
      <Section title={`${progress.step + 1} · ${step.title}`}>
        <p class={styles['goal']}>{step.what}</p>
        {step.why !== undefined && <p>{step.why}</p>}
        <ActionsSection
          step={step}
          done={done}
          busy={attempt.isBusy.value}
          onAct={(action) => attempt.run(() => store.act(lesson.id, action))}
        />
      </Section>
      {step.checkpoints.length > 0 && (
        <CheckpointSection wire={wire} checkpoints={step.checkpoints} progress={done.checkpoints} />
      )}
      {judgeStep(done) === 'open' && step.hints.length > 0 && (
        <HintSection
          hints={step.hints}
          done={done}
          onOpen={() => attempt.run(() => store.openHint(lesson.id))}
        />
      )}
    </>
  )
}

function TakeHome({ lesson, at, step }: { lesson: Lesson; at: number; step: LessonStep }): VNode {
  const next = lesson.steps[at + 1]
  return (
    <Section title="Take with you">
      <p>{step.take_home}</p>
      {next ? (
        <p class={styles['quiet']}>
          Next: {at + 2} · {next.title}
        </p>
      ) : (
        lesson.take_home.map((line) => <p key={line}>{line}</p>)
      )}
    </Section>
  )
}
