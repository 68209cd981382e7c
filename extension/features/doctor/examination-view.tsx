import type { VNode } from 'preact'
import type { Examination, Finding } from '#shared/contract/doctor.ts'
import { CheckItem } from '../../components/data/check-list.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { describeOutcome, LAYER_WORDS, nameTarget } from './doctor-words.ts'
import styles from './doctor.module.css'
import { FindingCard } from './finding-card.tsx'
import { readStages, type Stage } from './read-stages.ts'

export interface ExaminationViewProps {
  examination: Examination
  /** The fix that was applied before it. */
  applied: string | undefined
  /** The title of the step whose failure is examined, while the step is failed. */
  failedStep: string | undefined
  onFix: (finding: Finding) => void
}

/** What an examination found, stage by stage. */
export function ExaminationView(props: ExaminationViewProps): VNode {
  const { examination, applied, failedStep, onFix } = props
  const { failure } = examination.about ?? {}
  const { tone, text } = describeOutcome(examination, failedStep)
  return (
    <Section title={nameTarget(examination.order)}>
      {failure && (
        <Notice tone="bad" title={`What failed: ${LAYER_WORDS[failure.layer].title}`}>
          <p class={styles['leaf']}>{failure.text}</p>
        </Notice>
      )}
      <div role="status" class={styles['outcome']}>
        <Notice tone={tone} title={text}>
          {applied !== undefined && <p>After the fix: {applied}.</p>}
        </Notice>
      </div>
      <ol class={styles['stages']} aria-label="Stages">
        {readStages(examination).map((stage) => (
          <StageItem key={stage.layer} stage={stage} onFix={onFix} />
        ))}
      </ol>
      {examination.left_behind.length > 0 && (
        <Notice tone="warn" title="Some clients could not be deleted">
          <ul>
            {examination.left_behind.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </Notice>
      )}
    </Section>
  )
}

interface StageItemProps extends Pick<ExaminationViewProps, 'onFix'> {
  stage: Stage
}

function StageItem({ stage, onFix }: StageItemProps): VNode {
  const { title } = LAYER_WORDS[stage.layer]
  return (
    <CheckItem state={stage.state === 'not_seen' ? 'not_reached' : stage.state}>
      <p class={styles['stage']}>
        <strong>{title}</strong>
        {stage.state === 'not_reached' && <span>not reached</span>}
        {stage.state === 'not_seen' && <span>not looked at</span>}
      </p>
      {stage.passed.map((text) => (
        <p key={text} class={styles['passed']}>
          {text}
        </p>
      ))}
      {stage.findings.map((finding) => (
        <FindingCard
          key={finding.id}
          finding={finding}

          onFix={() => onFix(finding)}
        />
      ))}
    </CheckItem>
  )
}
