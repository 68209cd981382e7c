import { computed, type ReadonlySignal } from '@preact/signals'
import type { CompanionEvent } from '#shared/contract/events.ts'
import type { Run, StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import type { Field } from '#shared/journeys/step.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { createFixes, type Fixes } from './fixes.ts'
import { type FormValue, toFormValue } from './form-values.ts'
import { createPosition, type Position, type PositionDeps } from './position.ts'
import { createRunHolder, type RunApi, type RunHolder, type RunPlace } from './run-holder.ts'
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
    Omit<Fixes, 'forgetFix'> {
  views: ReadonlySignal<readonly StepView[]>
  current: ReadonlySignal<StepView | undefined>
  load: () => Promise<void>
  follow: (event: CompanionEvent) => void
  readValue: (view: StepView, field: Field) => FormValue
  type: (view: StepView, field: Field, value: FormValue) => void
  /** A field was left: what it holds is checked and saved. */
  leave: (view: StepView) => void
  /** Saves what waits: the page goes away. */
  saveNow: () => void
  startOver: (place: RunPlace) => Promise<void>
  /** Ends the waiting of the step that runs. */
  cancel: () => void
}

/** The journey as the panel shows it. Its truth is the companion's run; it owns only what was typed. */
export function createJourneyStore(deps: JourneyDeps): JourneyStore {
  const { getApi, announce } = deps
  const position = createPosition(deps)
  const holder = createRunHolder({ getApi, onRun })
  const calls = createStepCalls(getApi, holder)
  const views = computed(() => (holder.run.value ? buildStepViews(holder.run.value) : []))
  const current = computed(() => views.value[position.index.value])
  const drafts = createDrafts({ save: calls.saveInputs, onProblem: announceUnsaved })
  const runner = createStepRunner({ ...calls, drafts, adopt: holder.adopt })
  const running = createRunning({ views, runner, calls, announce })
  const walk = createWalk({
    views,
    current,
    runner,
    go,
    announce,
    onStart: () => fixes.forgetFix(),
  })
  const replaceInputs = createReplacement({ drafts, calls, runner })
  const fixes = createFixes({ current, replaceInputs, go, walk, onProblem: announceUnsaved })

  function onRun(next: Run, previous: Run | undefined): void {
    drafts.reconcile(next)
    forgetSettledAttempts(runner, next, previous)
  }

  function announceUnsaved(thrown: unknown): void {
    announce(`What you typed is not saved yet. ${AppError.from(thrown).message}`)
  }

  async function load(): Promise<void> {
    await holder.load()
    if (holder.run.value) await position.restore(findNextIndex(views.value))
  }

  function go(index: number): void {
    if (index < 0 || index >= STEP_IDS.length) return
    walk.leave()
    fixes.forgetFix()
    position.go(index)
    const step = current.value?.step
    if (step) announce(`Step ${step.number} of ${STEP_IDS.length}: ${step.title}`)
  }

  async function startOver(place: RunPlace): Promise<void> {
    forget(drafts, runner)
    await holder.startOver(place)
    if (!holder.problem.value) go(0)
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
    startOver,
    ...running,
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

interface StepCalls {
  saveInputs: (step: StepId, inputs: Record<string, unknown>) => Promise<void>
  runStep: (step: StepId) => Promise<Run>
  cancelStep: (step: StepId) => Promise<void>
}

/** The calls about one step of the run on screen. */
function createStepCalls(getApi: () => RunApi, holder: RunHolder): StepCalls {
  const getParams = (step: StepId): { run: string; step: StepId } => {
    const run = holder.run.value
    if (!run) throw new AppError('RECORD_NOT_FOUND', { detail: 'There is no run yet.' })
    return { run: run.id, step }
  }
  return {
    async saveInputs(step, inputs) {
      holder.adopt(await getApi().saveInputs({ params: getParams(step), body: { inputs } }))
    },
    runStep: async (step) => getApi().runStep({ params: getParams(step), body: { inputs: {} } }),
    async cancelStep(step) {
      await getApi().cancelStep({ params: getParams(step) })
    },
  }
}

function forget(drafts: Drafts, runner: StepRunner): void {
  drafts.clear()
  runner.forgetAll()
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
  const saveNow = (): void => void drafts.flush().catch(onProblem)
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
      saveNow()
    },
    saveNow,
  }
}

/** A step that changed its state elsewhere makes the memory of our own attempt stale. */
function forgetSettledAttempts(runner: StepRunner, next: Run, previous: Run | undefined): void {
  for (const { id, state } of next.steps) {
    const old = previous?.steps.find((step) => step.id === id)
    if (old && old.state !== state) runner.forget(id)
  }
}
