import type { Run } from '#shared/contract/run.ts'
import { DIALECTS } from '#shared/idp/dialects.ts'
import { getStep } from '#shared/journeys/read-steps.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { ChipTone } from '../../components/feedback/state-chip.tsx'
import { countClients } from '../clients/client-words.ts'

/** How far a run came, in a few words. */
export function describeProgress(run: Run): { tone: ChipTone; text: string } {
  const { steps } = run
  const failed = steps.find(({ state }) => state === 'failed')
  if (failed) {
    const { number, title } = getStep(run, failed.id)
    return { tone: 'bad', text: `Failed at step ${number}, “${title}”` }
  }
  const outdated = steps.filter(({ state }) => state === 'outdated').length
  if (outdated > 0)
    return { tone: 'warn', text: `${outdated} ${outdated === 1 ? 'step' : 'steps'} to do again` }
  const passed = steps.filter(({ state }) => state === 'passed').length
  if (passed === 0) return { tone: 'muted', text: 'Not begun' }
  const text = `${passed} of ${steps.length} steps done`
  return { tone: passed === steps.length ? 'ok' : 'info', text }
}

/** Where the clients of a run are registered. */
export function describePlace({ provider, dialect }: Run): string {
  if (dialect !== undefined) return `${DIALECTS[dialect].label}, embedded`
  return `${provider === 'other' ? 'Plain RFC 7591' : PROVIDER_LABELS[provider]}, your own`
}

/** How many clients of a run were not deleted. */
export function describeClients(count: number): string {
  return count === 0 ? 'no client' : countClients(count)
}
