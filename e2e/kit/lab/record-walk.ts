import type { WalkRecord } from '#shared/exports/walk.ts'
import type { Lab } from './lab.ts'

const MOST_VERDICTS = 100

/** What the test has done so far, for its report. Everything in it is masked by the companion. */
export async function recordWalk(lab: Lab, title: string): Promise<WalkRecord> {
  await lab.observe()
  const { exchanges } = lab
  const seen = new Set(exchanges.map(({ verdict }) => verdict))
  const verdicts = await lab.api.listVerdicts({ query: { limit: MOST_VERDICTS } })
  const { version } = await lab.api.getStatus()
  return {
    title,
    version,
    exchanges,
    runs: await lab.api.listRuns(),
    verdicts: verdicts.filter(({ id }) => seen.has(id)).reverse(),
  }
}
