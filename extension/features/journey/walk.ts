import { type ReadonlySignal, signal } from '@preact/signals'
import type { StepId } from '#shared/contract/run.ts'
import type { StepRunner } from './step-runner.ts'
import { findNextIndex, type StepView } from './step-view.ts'

export interface Walk {
  isRunningAll: ReadonlySignal<boolean>
  /** The step whose secrets may be shown once, because they came into being a moment ago. */
  freshStep: ReadonlySignal<StepId | undefined>
  runCurrent: () => Promise<boolean>
  /** Runs what is not passed yet or has to be done again, in order, until something fails or a person stops it. */
  runAll: () => Promise<void>
  /** Runs the first of these steps, and those up to the last that are not passed. */
  runFrom: (first: number, last: number) => Promise<void>
  /** Lets the step that runs finish, and begins no other. */
  stop: () => void
  /** The person looks at another step: what was fresh is fresh no more. */
  leave: () => void
}

export interface WalkDeps {
  views: ReadonlySignal<readonly StepView[]>
  current: ReadonlySignal<StepView | undefined>
  runner: StepRunner
  go: (index: number) => void
  onStart: () => void
  announce: (sentence: string) => void
}

/** Running steps, one by one or all in a row. */
export function createWalk(deps: WalkDeps): Walk {
  const { views, current, runner } = deps
  const isRunningAll = signal(false)
  const freshStep = signal<StepId>()

  async function runCurrent(): Promise<boolean> {
    const view = current.value
    if (!view || runner.running.value !== undefined) return false
    freshStep.value = undefined
    deps.onStart()
    const isPassed = await runner.run(view)
    if (isPassed && view.step.isShownOnce) freshStep.value = view.step.id
    const after = views.value.find(({ step }) => step.id === view.step.id)
    if (after) deps.announce(describeOutcome(after, runner, isPassed))
    return isPassed
  }

  async function runFrom(first: number, last: number): Promise<void> {
    if (isRunningAll.value || runner.running.value !== undefined) return
    isRunningAll.value = true
    for (let index = first; index <= last; index += 1) {
      // Passed steps are left alone, unless the person begins with one.
      if (index > first && views.value[index]?.state.state === 'passed') continue
      deps.go(index)
      if (!(await runCurrent()) || !readNow(isRunningAll)) break
    }
    isRunningAll.value = false
  }

  return {
    isRunningAll,
    freshStep,
    runCurrent,
    runAll: () => runFrom(findNextIndex(views.value), views.value.length - 1),
    runFrom,
    stop: () => (isRunningAll.value = false),
    leave: () => (freshStep.value = undefined),
  }
}

// A function, since the flag changes while a step runs and the type checker cannot know.
function readNow(flag: ReadonlySignal<boolean>): boolean {
  return flag.value
}

function describeOutcome(view: StepView, runner: StepRunner, isPassed: boolean): string {
  if (isPassed) return view.state.result?.summary ?? `${view.step.title}: done`
  const problem = runner.findProblem(view)
  return problem ? `${problem.title}. ${problem.detail ?? ''}` : 'A value is not valid.'
}
