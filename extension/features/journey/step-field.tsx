import type { VNode } from 'preact'
import { Breakable } from '../../components/data/breakable.tsx'
import { Icon } from '../../components/layout/icon.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import { ChoiceControl, ChoicesControl, SwitchControl } from './choice-controls.tsx'
import type { ControlProps, StepFieldProps } from './control-props.ts'
import styles from './step-field.module.css'
import { TextControl } from './text-control.tsx'

/** One field of a step: label, control, help, and the sentence about what is wrong with it. */
export function StepField(props: StepFieldProps): VNode {
  const { field, issue, keptMask } = props
  const id = `field-${field.name}`
  const help = [field.help, writeKeptSentence(keptMask)].filter(Boolean).join(' ')
  const describedBy = [issue && `${id}-issue`, help && `${id}-help`].filter(Boolean).join(' ')
  const control = { ...props, id, describedBy: describedBy || undefined }
  const isGroup = field.kind === 'choices'
  const Wrapper = isGroup ? 'fieldset' : 'div'
  return (
    <Wrapper
      class={styles['field']}
      aria-describedby={isGroup ? control.describedBy : undefined}
      data-kind={field.kind}
    >
      {isGroup && (
        <legend class={styles['label']}>
          <Breakable text={field.label} />
        </legend>
      )}
      {!isGroup && field.kind !== 'switch' && (
        <label class={styles['label']} for={id}>
          <Breakable text={field.label} />
        </label>
      )}
      <Control {...control} />
      {issue && (
        <p id={`${id}-issue`} class={styles['issue']}>
          <Icon name="warning" />
          <span>{issue}</span>
        </p>
      )}
      {help && (
        <p id={`${id}-help`} class={styles['help']}>
          {help}
          {field.reference && (
            <>
              {' '}
              <SafeLink href={field.reference.href}>{field.reference.text}</SafeLink>
            </>
          )}
        </p>
      )}
    </Wrapper>
  )
}

function Control(props: ControlProps): VNode {
  if (props.field.kind === 'switch') return <SwitchControl {...props} />
  if (props.field.kind === 'choice') return <ChoiceControl {...props} />
  if (props.field.kind === 'choices') return <ChoicesControl {...props} />
  return <TextControl {...props} />
}

function writeKeptSentence(mask: string | undefined): string {
  return mask === undefined ? '' : `The companion keeps ${mask}; leave it empty to use that one.`
}
