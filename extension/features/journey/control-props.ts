import type { Field } from '#shared/journeys/step.ts'
import type { FormValue } from './form-values.ts'

export interface StepFieldProps {
  field: Field
  value: FormValue
  /** The mask of a secret that the companion keeps. */
  keptMask: string | undefined
  /** What is wrong with the value, in a sentence; empty when nothing is. */
  issue: string
  onChange: (value: FormValue) => void
  onLeave: () => void
}

/** What every control needs to be found, described and marked. */
export interface ControlProps extends StepFieldProps {
  id: string
  describedBy: string | undefined
}
