import type { VNode } from 'preact'

const STEPS = ['Select API', 'Enter details', 'Final step']

/** The position of a page in the three-step wizard. */
export function WizardSteps({ current }: { current: 1 | 2 | 3 }): VNode {
  return (
    <ol class="steps" aria-label="Steps">
      {STEPS.map((name, index) => (
        <li key={name} aria-current={index + 1 === current ? 'step' : undefined}>
          <b>{index + 1}</b>
          {name}
        </li>
      ))}
    </ol>
  )
}
