import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ApiClient } from '#shared/contract/api-client.ts'
import type { Examination, ExamineOrder, Finding } from '#shared/contract/doctor.ts'
import type { CompanionEvent } from '#shared/contract/events.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Problem } from '#shared/errors/problem.ts'
import type * as z from '#shared/zod.ts'

export type Order = z.input<typeof ExamineOrder>

export interface DoctorDeps {
  getApi: () => Pick<ApiClient, 'listExaminations' | 'examine' | 'applyFix'>
  announce: (sentence: string) => void
}

/** An examination under way. */
export interface Running {
  /** When it began, as a text of ISO 8601. */
  since: string
  /** The fix that was applied before, if there was one. */
  fix: string | undefined
  /** What is examined; unknown while a fix is applied. */
  order: Order | undefined
}

export interface DoctorStore {
  /** The newest first; nothing until they are read. */
  examinations: ReadonlySignal<readonly Examination[] | undefined>
  /** The one on screen: the newest, unless another was chosen. */
  shown: ReadonlySignal<Examination | undefined>
  running: ReadonlySignal<Running | undefined>
  /** The fix after which the newest examination was made. */
  applied: ReadonlySignal<string | undefined>
  problem: ReadonlySignal<Problem | undefined>
  refresh: () => Promise<void>
  follow: (event: CompanionEvent) => void
  examine: (order: Order) => void
  applyFix: (examination: string, finding: Finding) => void
  /** Stops waiting; the examination continues and appears in the list when it ends. */
  stopWaiting: () => void
  show: (examination: string) => void
}

/** Examinations: those the companion keeps, and the one that is under way. */
export function createDoctorStore(deps: DoctorDeps): DoctorStore {
  const { getApi } = deps
  const examinations = signal<readonly Examination[]>()
  const chosen = signal<string>()
  const problem = signal<Problem>()

  function keep(examination: Examination): void {
    const others = (examinations.value ?? []).filter(({ id }) => id !== examination.id)
    examinations.value = [examination, ...others]
  }

  function drop(gone: string): void {
    examinations.value = examinations.value?.filter(({ id }) => id !== gone)
  }

  async function refresh(): Promise<void> {
    try {
      examinations.value = await getApi().listExaminations()
    } catch (thrown) {
      problem.value = AppError.from(thrown).toProblem()
    }
  }

  return {
    examinations,
    shown: computed(() => {
      const all = examinations.value ?? []
      return all.find(({ id }) => id === chosen.value) ?? all[0]
    }),
    problem,
    refresh,
    follow(event) {
      if (event.name === 'examination.finished') keep(event.payload)
      if (event.name === 'examination.deleted') drop(event.payload.id)
      if (event.name === 'gap' && examinations.value) void refresh()
    },
    ...createWaiting(deps, { keep, chosen, problem }),
  }
}

interface WaitingParts {
  keep: (examination: Examination) => void
  chosen: Signal<string | undefined>
  problem: Signal<Problem | undefined>
}

/** One examination at a time is waited for; what comes back is put on screen. */
function createWaiting(
  { getApi, announce }: DoctorDeps,
  { keep, chosen, problem }: WaitingParts,
): Pick<DoctorStore, 'running' | 'applied' | 'examine' | 'applyFix' | 'stopWaiting' | 'show'> {
  const running = signal<Running>()
  const applied = signal<string>()

  async function wait(
    work: () => Promise<Examination>,
    begun: Pick<Running, 'fix' | 'order'>,
  ): Promise<void> {
    if (running.value) return
    const own: Running = { since: new Date().toISOString(), ...begun }
    running.value = own
    problem.value = undefined
    const outcome = await work().then(
      (examination) => ({ examination }),
      (thrown: unknown) => ({ problem: AppError.from(thrown).toProblem() }),
    )
    if ('examination' in outcome) keep(outcome.examination)
    if (running.value !== own) return
    running.value = undefined
    if ('problem' in outcome) problem.value = outcome.problem
    else {
      chosen.value = outcome.examination.id
      applied.value = begun.fix
      announce('The examination is done.')
    }
  }

  return {
    running,
    applied,
    examine: (order) =>
      void wait(() => getApi().examine({ body: order }), { order, fix: undefined }),
    applyFix: (examination, { id, fix }) =>
      void wait(() => getApi().applyFix({ params: { examination }, body: { finding: id } }), {
        fix: fix.label,
        order: undefined,
      }),
    stopWaiting: () => (running.value = undefined),
    show(id) {
      chosen.value = id
      applied.value = undefined
    },
  }
}
