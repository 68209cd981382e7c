import type { SetResult, SetRun } from '#shared/contract/replay/replay-set.ts'
import type { ChipTone } from '../../components/feedback/state-chip.tsx'

type Words = { tone: ChipTone; text: string }

/** A run in a few words. */
export function describeRun(run: SetRun | undefined): Words {
  if (!run) return { tone: 'muted', text: 'not run' }
  const wrong = run.results.filter(({ state }) => state !== 'passed').length
  if (wrong === 0) return { tone: 'ok', text: `${run.results.length} as expected` }
  return { tone: 'bad', text: `${wrong} of ${run.results.length} not as expected` }
}

/** Why a result is not as expected, in a sentence. */
export function describeFailure({ failure, assertions }: SetResult): string {
  if (failure !== undefined) return failure
  const missed = assertions.filter(({ is_met }) => !is_met).length
  return `${missed} of ${assertions.length} expectations were missed.`
}
