import type { StepView } from './step-view.ts'

/** Neighbouring steps of one actor together, in the order of the journey. */
export function groupByActor(views: readonly StepView[]): readonly (readonly StepView[])[] {
  const groups: StepView[][] = []
  for (const view of views) {
    const last = groups.at(-1)
    if (last?.[0]?.step.actor === view.step.actor) last.push(view)
    else groups.push([view])
  }
  return groups
}
