import { computed, type ReadonlySignal } from '@preact/signals'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Run, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Field } from '#shared/journeys/step.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { createFixes, type Fixes } from './fixes.ts'
import { type FormValue, toFormValue } from './form-values.ts'
import { createPosition, type Position, type PositionDeps } from './position.ts'
import { createRunHolder, type RunApi, type RunHolder } from './run-holder.ts'
import { createRunSwitch, type RunSwitch } from './run-switch.ts'
import { createStepCalls, type StepCalls } from './step-calls.ts'
import { createStepRunner, type StepRunner } from './step-runner.ts'
import { buildStepViews, findNextIndex, type StepView } from './step-view.ts'
import { createWalk, type Walk } from './walk.ts'

export interface JourneyDeps extends PositionDeps {
  /** A client of the paired companion. @throws AppError when there is none. */
  getApi: () => RunApi
  announce: (sentence: string) => void
}

export interface JourneyStore
  extends
    Pick<RunHolder, 'run' | 'problem' | 'isRestarting' | 'leftBehind' | 'dismissLeftBehind'>,
    Pick<StepRunner, 'running' | 'refusals' | 'findIssues' | 'findProblem'>,
    Pick<Position, 'index' | 'moves' | 'go'>,
    Omit<Walk, 'leave' | 'runFrom'>,
    Omit<Fixes, 'forgetFix'>,
    RunSwitch {
  views: ReadonlySignal<readonly StepView[]>
  current: ReadonlySignal<StepView | undefined>
  load: () => Promise<void>
  follow: (event: CompanionEvent) => void
  readValue: (view: StepView, field: Field) => FormValue
  type: (view: StepView, field: Field, value: FormValue) => void
  /** A field was left: what it holds is checked and saved. */
  leave: (view: StepView) => void
  /** Saves what waits: the page goes away. */
  saveNow: () => Promise<void>
  /** Ends the waiting of the step that runs. */
  cancel: () => void
}

/** The journey as the panel shows it. Its truth is the companion's run; it owns only what was typed. */
export function createJourneyStore(deps: JourneyDeps): JourneyStore {
  const { getApi, announce } = deps
  const holder = createRunHolder({ getApi, onRun })
  const calls = createStepCalls(getApi, holder)
  const views = computed(() => (holder.run.value ? buildStepViews(holder.run.value) : []))
  const position = createPosition({ ...deps, run: holder.run, views })
  const current = computed(() => views.value[position.index.value])
  const drafts = createDrafts({ save: calls.saveInputs, onProblem: announceUnsaved })
  const runner = createStepRunner({ ...calls, drafts, adopt: holder.update })
  const running = createRunning({ views, runner, calls, announce })
  const onStart = (): void => fixes.forgetFix()
  const walk = createWalk({ views, current, runner, go, announce, onStart })
  const replaceInputs = createReplacement({ drafts, calls, runner })
  const fixes = createFixes({ views, current, replaceInputs, go, walk, onProblem: announceUnsaved })

  function onRun(next: Run, previous: Run | undefined): void {
    if (previous && previous.id !== next.id) showOther()
    drafts.reconcile(next)
    forgetSettledAttempts(runner, next, previous)
  }

  function showOther(): void {
    drafts.clear()
    runner.forgetAll()
    fixes.forgetFix()
    position.go(findNextIndex(views.value))
  }

  function announceUnsaved(thrown: unknown): void {
    announce(`What you typed is not saved yet. ${AppError.from(thrown).message}`)
  }

  async function load(): Promise<void> {
    // Only the first time: afterwards the panel knows where it is.
    const isFirst = holder.run.value === undefined
    const stored = isFirst ? await deps.loadPosition() : undefined
    await holder.load(stored?.run)
    if (isFirst && holder.run.value) position.restore(stored, findNextIndex(views.value))
  }

  function go(index: number): void {
    if (index < 0 || index >= views.value.length) return
    walk.leave()
    fixes.forgetFix()
    position.go(index)
    const step = current.value?.step
    if (step) announce(`Step ${step.number} of ${views.value.length}: ${step.title}`)
  }

  return {
    ...runner,
    ...position,
    ...walk,
    ...holder,
    ...createForm({ drafts, runner, onProblem: announceUnsaved }),
    views,
    current,
    ...fixes,
    load,
    go,
    ...running,
    ...createRunSwitch({ getApi, holder, drafts, running: runner.running, walk, announce }),
  }
}

interface RunningDeps {
  views: ReadonlySignal<readonly StepView[]>
  runner: StepRunner
  calls: StepCalls
  announce: (sentence: string) => void
}

/** Which step runs, and the end of its waiting. */
function createRunning(deps: RunningDeps): Pick<JourneyStore, 'running' | 'cancel'> {
  // A panel that was opened in the middle of a step learns of it from the run.
  const running = computed(() => deps.runner.running.value ?? findRunning(deps.views.value))
  return {
    running,
    cancel() {
      const step = running.peek()
      if (step === undefined) return
      deps.calls
        .cancelStep(step)
        .catch((thrown: unknown) => deps.announce(AppError.from(thrown).message))
    },
  }
}

function findRunning(views: readonly StepView[]): StepId | undefined {
  return views.find(({ state }) => state.state === 'running')?.step.id
}

function createReplacement(deps: { drafts: Drafts; calls: StepCalls; runner: StepRunner }) {
  return async (step: StepId, inputs: Record<string, unknown>): Promise<void> => {
    deps.drafts.discard(step, Object.keys(inputs))
    await deps.calls.saveInputs(step, inputs)
    deps.runner.correct(step)
  }
}

interface FormDeps {
  drafts: Drafts
  runner: StepRunner
  onProblem: (thrown: unknown) => void
}

/** A choice is made in one go, a text bit by bit: half of it is not to be judged. */
const CHOSEN = new Set<Field['kind']>(['switch', 'choice', 'choices'])

function createForm({
  drafts,
  runner,
  onProblem,
}: FormDeps): Pick<JourneyStore, 'readValue' | 'type' | 'leave' | 'saveNow'> {
  const saveNow = (): Promise<void> => drafts.flush().catch(onProblem)
  return {
    readValue: ({ step, state }, field) =>
      drafts.find(step.id, field.name) ?? toFormValue(field, state.inputs[field.name]),
    type(view, field, value) {
      drafts.type(view.step.id, field, value)
      runner.forgetIssue(view, field.name)
      if (CHOSEN.has(field.kind)) runner.check(view)
    },
    leave(view) {
      runner.check(view)
      void saveNow()
    },
    saveNow,
  }
}

/** A step that changed its state elsewhere makes the memory of our own attempt stale. */
function forgetSettledAttempts(runner: StepRunner, next: Run, previous: Run | undefined): void {
  if (previous?.id !== next.id) return
  for (const { id, state } of next.steps) {
    const old = previous.steps.find((step) => step.id === id)
    if (old && old.state !== state) runner.forget(id)
  }
}
