import type { Registration } from '#shared/contract/registration.ts'
import type { Run } from '#shared/contract/run.ts'
import { DIALECTS } from '#shared/idp/dialects.ts'
import { getStep } from '#shared/journeys/read-steps.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { ChipTone } from '../../components/feedback/state-chip.tsx'
import { mayLive } from '../clients/client-words.ts'

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

/** The clients of a run that are alive, or may be: its own, and those of the portal for its entry. */
export function listLiving(run: Run, clients: readonly Registration[]): readonly Registration[] {
  const entry = run.steps
    .flatMap(({ result }) => result?.facts ?? [])
    .find(({ id }) => id === 'entry_id')?.value
  return clients.filter(
    (client) =>
      mayLive(client) &&
      (client.run === run.id || (entry !== undefined && client.catalogue_entry === entry)),
  )
}

export function countClients(count: number): string {
  if (count === 0) return 'no client'
  return count === 1 ? '1 client' : `${count} clients`
}
