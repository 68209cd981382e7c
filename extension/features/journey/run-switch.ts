import type { ReadonlySignal } from '@preact/signals'
import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { RunKind } from '#shared/journeys/read-steps.ts'
import type { Drafts } from './drafts.ts'
import type { RunHolder } from './run-holder.ts'
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
  holder: RunHolder
  drafts: Drafts
  running: ReadonlySignal<string | undefined>
  walk: Pick<Walk, 'stop'>
  go: (index: number) => void
  announce: (sentence: string) => void
}

export function createRunSwitch(deps: RunSwitchDeps): RunSwitch {
  const { holder, drafts, announce } = deps

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

  async function show(change: () => Promise<void>): Promise<void> {
    if (!(await leave())) return
    const before = holder.run.peek()?.id
    await change()
    const run = holder.run.peek()
    if (run && run.id !== before) announce(`This is the run “${run.name}”.`)
  }

  return {
    begin: (kind) => show(() => holder.begin(kind)),
    choose: (kind) => show(() => holder.begin(kind, isUntouched)),
    open: (run) => show(async () => holder.adopt(run)),
    async startOver(kind) {
      drafts.clear()
      await holder.startOver(kind)
      if (!holder.problem.peek()) deps.go(0)
    },
    remove: (id) => holder.remove(id),
  }
}

function isUntouched({ steps }: Run): boolean {
  return steps.every(({ state }) => state === 'todo')
}
