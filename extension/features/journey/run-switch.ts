import type { ReadonlySignal } from '@preact/signals'
import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { RunKind } from '#shared/journeys/read-steps.ts'
import type { Drafts } from './drafts.ts'
import type { RunApi, RunHolder } from './run-holder.ts'
import type { Walk } from './walk.ts'

/** Which run is on screen. Each run stays until a person deletes it. */
export interface RunSwitch {
  /** Begins another run. */
  begin: (kind: RunKind) => Promise<void>
  /** Goes to a run of this kind in which nothing was done yet, or begins one. */
  choose: (kind: RunKind) => Promise<void>
  open: (run: Run) => Promise<void>
  /** Deletes the run on screen with what it made, and begins another one. */
  startOver: (kind: RunKind) => Promise<void>
  /** Deletes a run with what it made; the newest of the others takes its place on screen. */
  remove: (id: string) => Promise<void>
}

export interface RunSwitchDeps {
  getApi: () => Pick<RunApi, 'listRuns' | 'createRun'>
  holder: RunHolder
  drafts: Drafts
  running: ReadonlySignal<string | undefined>
  walk: Pick<Walk, 'stop'>
  announce: (sentence: string) => void
}

export function createRunSwitch(deps: RunSwitchDeps): RunSwitch {
  const { getApi, holder, drafts, announce } = deps

  /** Before another run is shown: what was typed here is saved, and nothing here goes on. */
  async function leave(): Promise<boolean> {
    if (deps.running.peek() !== undefined) {
      announce('A step of this run is still running. Wait for it, or cancel it.')
      return false
    }
    deps.walk.stop()
    try {
      await drafts.flush()
      return true
    } catch (thrown) {
      announce(`What you typed is not saved yet. ${AppError.from(thrown).message}`)
      return false
    }
  }

  async function show(find: () => Promise<Run>): Promise<void> {
    if (!(await leave())) return
    await holder.restart(async () => {
      const run = await find()
      if (run.id === holder.run.peek()?.id) return
      holder.adopt(run)
      announce(`This is the run “${run.name}”.`)
    })
  }

  const create = (kind: RunKind): Promise<Run> => getApi().createRun({ body: kind })

  return {
    begin: (kind) => show(() => create(kind)),
    choose: (kind) =>
      show(
        async () =>
          findUntouched(await getApi().listRuns({ query: { limit: RECENT } }), kind) ??
          create(kind),
      ),
    open: (run) => show(async () => run),
    startOver: (kind) =>
      holder.restart(async () => {
        const old = holder.run.peek()
        drafts.clear()
        if (old) await holder.remove(old.id)
        holder.adopt(await create(kind))
      }),
    remove: (id) =>
      holder.restart(async () => {
        await holder.remove(id)
        if (id === holder.run.peek()?.id) await holder.load()
      }),
  }
}

/** Among so many of the newest runs one is looked for that was not begun. */
const RECENT = 50

function findUntouched(runs: readonly Run[], kind: RunKind): Run | undefined {
  return runs.find(
    ({ journey, target, provider, dialect, steps }) =>
      journey === kind.journey &&
      target === kind.target &&
      provider === kind.provider &&
      dialect === kind.dialect &&
      steps.every(({ state }) => state === 'todo'),
  )
}
