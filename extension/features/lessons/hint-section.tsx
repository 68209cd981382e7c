import type { VNode } from 'preact'
import type { LessonStepProgress } from '#shared/contract/lesson-progress.ts'
import { Button } from '../../components/actions/button.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Section } from '../../components/layout/section.tsx'
import { isHintOffered } from './lesson-words.ts'

export interface HintSectionProps {
  hints: readonly string[]
  done: LessonStepProgress
  onOpen: () => void
}

/** Hints are opened by hand, one after the other; after two misses the next one is offered. */
export function HintSection({ hints, done, onOpen }: HintSectionProps): VNode {
  const isOffered = isHintOffered(done)
  const hasMore = done.hints < hints.length
  return (
    <Section title="Hints">
      {hints.slice(0, done.hints).map((hint, index) => (
        <p key={hint}>
          {index + 1}. {hint}
        </p>
      ))}
      {hasMore && isOffered && <p role="status">Two tries did not pass. A hint may help.</p>}
      {hasMore && (
        <Buttons>
          <Button look={isOffered ? 'primary' : 'quiet'} icon="info" onClick={onOpen}>
            {`Show hint ${done.hints + 1} of ${hints.length}`}
          </Button>
        </Buttons>
      )}
    </Section>
  )
}
