import { effect, signal } from '@preact/signals'
import type { Run, StepId } from '#shared/contract/run.ts'
import type { Field } from '#shared/journeys/step.ts'
import { type FormValue, toInput } from './form-values.ts'
import { buildStepViews } from './step-view.ts'

const SAVE_AFTER_MS = 400

/** Where what waits outlives a reload of the panel; never a secret. */
const STORED_AS = 'dcr-lab-drafts'

export interface DraftsDeps {
  /** Hands inputs to the companion, which is where they live. */
  save: (step: StepId, inputs: Record<string, unknown>) => Promise<void>
  onProblem: (thrown: unknown) => void
}

/** What was typed and may not have reached the companion yet. */
export interface Drafts {
  find: (step: StepId, name: string) => FormValue | undefined
  /** The typed values of a step as inputs; empty secrets are left out. */
  readInputs: (step: StepId) => Record<string, unknown>
  type: (step: StepId, field: Field, value: FormValue) => void
  /** Saves what waits, in the order in which it was typed. */
  flush: () => Promise<void>
  /** Drops what the companion holds otherwise by now: it knows better, except about what waits. */
  reconcile: (run: Run) => void
  discard: (step: StepId, names: readonly string[]) => void
  clear: () => void
}

interface Draft {
  step: StepId
  field: Field
  value: FormValue
  isWaiting: boolean
}

export function createDrafts(deps: DraftsDeps): Drafts {
  const drafts = signal<ReadonlyMap<string, Draft>>(restore())
  effect(() => remember(drafts.value))
  let timer: ReturnType<typeof setTimeout> | undefined
  let tail: Promise<void> = Promise.resolve()

  const keep = (wanted: (draft: Draft) => boolean): void => {
    drafts.value = new Map([...drafts.value].filter(([, draft]) => wanted(draft)))
  }

  async function saveWaiting(): Promise<void> {
    const sent = [...drafts.value.values()].filter((draft) => draft.isWaiting)
    for (const step of new Set(sent.map((draft) => draft.step))) {
      const group = sent.filter((draft) => draft.step === step)
      const inputs = collectInputs(group)
      if (Object.keys(inputs).length > 0) await deps.save(step, inputs)
      settle(group)
    }
  }

  // A value that changed while it was being saved is another draft object, and so goes on waiting.
  function settle(group: readonly Draft[]): void {
    drafts.value = new Map(
      [...drafts.value].flatMap(([key, draft]) => {
        if (!group.includes(draft)) return [[key, draft] as const]
        return draft.field.kind === 'secret' ? [] : [[key, { ...draft, isWaiting: false }] as const]
      }),
    )
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    const turn = tail.then(saveWaiting)
    tail = turn.catch(() => undefined)
    return turn
  }

  return {
    find: (step, name) => drafts.value.get(`${step}/${name}`)?.value,
    readInputs: (step) => collectInputs([...drafts.value.values()].filter((d) => d.step === step)),
    type(step, field, value) {
      const draft: Draft = { step, field, value, isWaiting: true }
      drafts.value = new Map(drafts.value).set(`${step}/${field.name}`, draft)
      clearTimeout(timer)
      // A half-typed secret is useless: it is saved when the field is left.
      if (field.kind !== 'secret')
        timer = setTimeout(() => void flush().catch(deps.onProblem), SAVE_AFTER_MS)
    },
    flush,
    reconcile(run) {
      const views = buildStepViews(run)
      keep(({ step, field, value, isWaiting }) => {
        const input = views.find((view) => view.step.id === step)?.state.inputs[field.name]
        return isWaiting || JSON.stringify(input) === JSON.stringify(toInput(field, value))
      })
    },
    discard: (step, names) =>
      keep((draft) => draft.step !== step || !names.includes(draft.field.name)),
    clear() {
      clearTimeout(timer)
      keep(() => false)
    },
  }
}

/** What could not be saved before the panel was reloaded, because the companion was down. */
function restore(): ReadonlyMap<string, Draft> {
  const stored = sessionStorage.getItem(STORED_AS)
  return new Map(stored === null ? [] : (JSON.parse(stored) as [string, Draft][]))
}

function remember(drafts: ReadonlyMap<string, Draft>): void {
  const waiting = [...drafts].filter(
    ([, { field, isWaiting }]) => isWaiting && field.kind !== 'secret',
  )
  if (waiting.length === 0) sessionStorage.removeItem(STORED_AS)
  else sessionStorage.setItem(STORED_AS, JSON.stringify(waiting))
}

function collectInputs(drafts: readonly Draft[]): Record<string, unknown> {
  const filled = drafts.filter(({ field, value }) => field.kind !== 'secret' || value !== '')
  return Object.fromEntries(filled.map(({ field, value }) => [field.name, toInput(field, value)]))
}
