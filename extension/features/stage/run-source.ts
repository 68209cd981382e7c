import { computed, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Run, RunStep } from '#shared/contract/run.ts'
import { getJourney } from '#shared/journeys/journeys.ts'
import { listSteps } from '#shared/journeys/read-steps.ts'
import { findStepExchanges, type WireStore } from '../wire/wire-store.ts'
import { findLegs } from './expected-legs.ts'
import type { SceneState, Show, StageSource } from './show.ts'

export interface RunSourceDeps {
  getApi: () => Pick<ApiClient, 'getRun' | 'createRun' | 'runStep' | 'deleteRun'>
  wire: Pick<WireStore, 'exchanges' | 'need'>
  id: string
}

/** Presents the steps of a run. Starting over makes another run of the same kind in its place. */
export function createRunSource({ getApi, wire, id }: RunSourceDeps): StageSource {
  const run = signal<Run>()
  const failures = signal<ReadonlyMap<number, SceneState['failure']>>(new Map())
  const getStep = (scene: number): RunStep => {
    const step = run.value?.steps[scene]
    if (!step) throw new RangeError('The run has no such step')
    return step
  }
  const keep = async (next: Run): Promise<void> => {
    run.value = next
    await Promise.all(
      next.steps.map(({ exchanges, result }) => wire.need(exchanges, result?.verdict)),
    )
  }
  async function runStep(scene: number, inputs: Record<string, unknown> = {}): Promise<void> {
    const current = run.value
    if (!current) return
    const params = { run: current.id, step: getStep(scene).id }
    await keep(await getApi().runStep({ params, body: { inputs } }))
  }
  const mark = (scene: number, failure: SceneState['failure']): void => {
    failures.value = new Map(failures.value).set(scene, failure)
  }
  return {
    run,
    show: computed(() => run.value && describeRun(run.value)),
    async load() {
      await keep(await getApi().getRun({ params: { run: run.value?.id ?? id } }))
      const first = run.value?.steps.findIndex(({ state }) => state !== 'passed') ?? 0
      return first === -1 ? 0 : first
    },
    follow(event) {
      if (event.name === 'run.changed' && event.payload.id === run.value?.id)
        void keep(event.payload)
    },
    stateOf(scene) {
      const current = run.value
      if (!current) return NOTHING
      return readState(current, getStep(scene), {
        all: wire.exchanges.value,
        failure: failures.value.get(scene) ?? 'none',
      })
    },
    enter: async () => undefined,
    perform: (scene) => runStep(scene),
    async fail(scene) {
      await runStep(scene, { send_token: false })
      mark(scene, 'played')
    },
    async repair(scene) {
      await runStep(scene, { send_token: true })
      mark(scene, 'repaired')
    },
    async startOver(scene) {
      const next = run.value && (await walkAgain(getApi(), run.value, scene))
      failures.value = new Map()
      if (next) await keep(next)
    },
  }
}

/** Another run of the same kind and name, walked to the beginning of a step; the old one is deleted. */
async function walkAgain(
  api: ReturnType<RunSourceDeps['getApi']>,
  old: Run,
  until: number,
): Promise<Run> {
  const { journey, target, provider, dialect, name } = old
  await api.deleteRun({ params: { run: old.id } })
  const body = { journey, target, provider, name, ...(dialect !== undefined && { dialect }) }
  let run = await api.createRun({ body })
  for (const { id: step } of run.steps.slice(0, until))
    run = await api.runStep({ params: { run: run.id, step }, body: { inputs: {} } })
  return run
}

const NOTHING: SceneState = {
  next: 0,
  facts: [],
  failure: 'none',
  isPassed: false,
  exchanges: [],
}

function readState(
  run: Run,
  step: RunStep,
  {
    all,
    failure,
  }: { all: Parameters<typeof findStepExchanges>[0]; failure: SceneState['failure'] },
): SceneState {
  const { id, state, result, problem, exchanges } = step
  const text = problem?.detail ?? problem?.title ?? result?.summary
  return {
    next: state === 'todo' || state === 'outdated' || state === 'running' ? 0 : 1,
    ...(text !== undefined && { outcome: { text, isDone: !problem } }),
    facts: result?.facts ?? [],
    failure,
    isPassed: state === 'passed',
    exchanges: findStepExchanges(all, {
      run: run.id,
      id,
      exchanges,
      runsSince: state === 'running' ? step.started_at : undefined,
    }),
  }
}

function describeRun(run: Run): Show {
  const steps = listSteps(run)
  return {
    title: run.name,
    takeHome: [getJourney(run.journey).lead],
    scenes: steps.map(({ id, title, what, why, story, runLabel }) => ({
      title,
      what,
      why,
      minutes: 0,
      notes: story,
      legs: findLegs(id),
      actions: [runLabel],
      step: id,
      ...(id === 'call-api' && { failure: 'Call without a token' }),
    })),
  }
}
