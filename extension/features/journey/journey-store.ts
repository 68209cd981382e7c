import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { CompanionEvent } from '#shared/contract/events.ts'
import { type Run, StepId, type Target } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Fix } from '#shared/errors/problem.ts'
import { STEP_IDS } from '#shared/journeys/step-ids.ts'
import type { Field } from '#shared/journeys/step.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { type FormValue, toFormValue } from './form-values.ts'
import { createPosition, type Position, type PositionDeps } from './position.ts'
import { createRunHolder, type RunApi, type RunHolder } from './run-holder.ts'
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
    Omit<Walk, 'leave'> {
  views: ReadonlySignal<readonly StepView[]>
  current: ReadonlySignal<StepView | undefined>
  /** The change that a fix button has just made. */
  lastFix: ReadonlySignal<Fix | undefined>
  load: () => Promise<void>
  follow: (event: CompanionEvent) => void
  readValue: (view: StepView, field: Field) => FormValue
  type: (view: StepView, field: Field, value: FormValue) => void
  /** Saves what waits: a field was left, or the page goes away. */
  saveNow: () => void
  applyFix: (fix: Fix) => Promise<void>
  startOver: (target: Target) => Promise<void>
}

/** The journey as the panel shows it. Its truth is the companion's run; it owns only what was typed. */
export function createJourneyStore(deps: JourneyDeps): JourneyStore {
  const { getApi, announce } = deps
  const lastFix = signal<Fix>()
  const position = createPosition(deps)
  const holder = createRunHolder({ getApi, onRun })
  const calls = createStepCalls(getApi, holder)
  const views = computed(() => (holder.run.value ? buildStepViews(holder.run.value) : []))
  const current = computed(() => views.value[position.index.value])
  const drafts = createDrafts({ save: calls.saveInputs, onProblem: announceUnsaved })
  const runner = createStepRunner({ drafts, runStep: calls.runStep, adopt: holder.adopt })
  const forgetFix = (): void => void (lastFix.value = undefined)
  const walk = createWalk({ views, current, runner, go, announce, onStart: forgetFix })
  let isRestored = false

  function onRun(next: Run, previous: Run | undefined): void {
    drafts.reconcile(next)
    forgetSettledAttempts(runner, next, previous)
  }

  function announceUnsaved(thrown: unknown): void {
    announce(`What you typed is not saved yet. ${AppError.from(thrown).message}`)
  }

  async function load(): Promise<void> {
    await holder.load()
    if (isRestored || !holder.run.value) return
    isRestored = true
    await position.restore(findNextIndex(views.value))
  }

  function go(index: number): void {
    if (index < 0 || index >= STEP_IDS.length) return
    walk.leave()
    forgetFix()
    position.go(index)
    const step = current.value?.step
    if (step) announce(`Step ${step.number} of ${STEP_IDS.length}: ${step.title}`)
  }

  async function applyFix(fix: Fix): Promise<void> {
    const step = StepId.safeParse(fix.step).data
    if (step === undefined) return
    try {
      drafts.discard(step, Object.keys(fix.inputs))
      await calls.saveInputs(step, fix.inputs)
      runner.forget(step)
      go(STEP_IDS.indexOf(step))
      lastFix.value = fix
    } catch (thrown) {
      announceUnsaved(thrown)
    }
  }

  async function startOver(target: Target): Promise<void> {
    drafts.clear()
    runner.forgetAll()
    await holder.startOver(target)
    if (!holder.problem.value) go(0)
  }

  return {
    ...runner,
    ...position,
    ...walk,
    ...holder,
    ...createForm(drafts, runner),
    views,
    current,
    lastFix,
    load,
    go,
    applyFix,
    startOver,
    saveNow: () => void drafts.flush().catch(announceUnsaved),
  }
}

/** The calls about one step of the run on screen. */
function createStepCalls(getApi: () => RunApi, holder: RunHolder) {
  const getParams = (step: StepId): { run: string; step: StepId } => {
    const run = holder.run.value
    if (!run) throw new AppError('RECORD_NOT_FOUND', { detail: 'There is no run yet.' })
    return { run: run.id, step }
  }
  return {
    async saveInputs(step: StepId, inputs: Record<string, unknown>): Promise<void> {
      holder.adopt(await getApi().saveInputs({ params: getParams(step), body: { inputs } }))
    },
    runStep: async (step: StepId): Promise<Run> =>
      getApi().runStep({ params: getParams(step), body: { inputs: {} } }),
  }
}

function createForm(drafts: Drafts, runner: StepRunner): Pick<JourneyStore, 'readValue' | 'type'> {
  return {
    readValue: ({ step, state }, field) =>
      drafts.find(step.id, field.name) ?? toFormValue(field, state.inputs[field.name]),
    type(view, field, value) {
      drafts.type(view.step.id, field, value)
      runner.forgetIssue(view, field.name)
    },
  }
}

/** A step that changed its state elsewhere makes the memory of our own attempt stale. */
function forgetSettledAttempts(runner: StepRunner, next: Run, previous: Run | undefined): void {
  for (const { id, state } of next.steps) {
    const old = previous?.steps.find((step) => step.id === id)
    if (old && old.state !== state) runner.forget(id)
  }
}
