import type { Exchange } from '#shared/contract/exchange.ts'
import type { Problem } from '#shared/errors/problem.ts'
import type { Row, TrueEnding } from '../row.ts'
import type { Scene } from '../scene.ts'
import { credentialOf } from './credential-of.ts'

interface JourneyReport {
  ok: boolean
  steps: { id: string; ok: boolean; exchanges: Exchange[] }[]
  problem?: Problem
}

/** Walks the journey by the command line, and cleans up what it made. */
export function journeyRow(
  name: string,
  { args = [], expected }: { args?: readonly string[]; expected: TrueEnding },
): Row {
  return {
    name,
    expected,
    async run(scene) {
      const { stdout, stderr } = await scene.lab.run(
        ['journey', '--json', '--clean', ...placeOf(scene), ...args],
        await credentialOf(scene.server),
      )
      if (!stdout.startsWith('{')) return { ends: 'no report', says: stdout + stderr }
      const { ok, steps, problem } = JSON.parse(stdout) as JourneyReport
      const last = steps.at(-1)
      const status = last?.exchanges.at(-1)?.response?.status
      const says = `${problem?.title}. ${problem?.detail ?? ''} ${problem?.hint ?? ''}`
      return ok
        ? { ends: `${steps.length} steps, the API answers ${status}` }
        : { ends: `step ${steps.length}, ${last?.id}`, says }
    },
  }
}

function placeOf({ server }: Scene): string[] {
  return ['--idp-host', server.host, '--provider', server.provider]
}
