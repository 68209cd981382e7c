import type { Run, RunStep } from '#shared/contract/run.ts'
import type { Row, TrueEnding } from '../row.ts'
import { type FormAnswers, followSignIn } from './follow-sign-in.ts'

export interface McpJourneyOptions {
  /** Of the MCP server at the host. */
  path?: string
  /** For the sign-in form, where a person is asked. */
  answers?: FormAnswers
  protocol?: '2025-11-25' | '2026-07-28'
  expected: TrueEnding
}

/** Walks the way of an MCP client; where a person is asked, one signs in as with a browser. */
export function mcpJourneyRow(
  name: string,
  { path = '/mcp', answers = {}, protocol, expected }: McpJourneyOptions,
): Row {
  return {
    name,
    expected,
    async run({ lab, server }) {
      const { client } = lab
      const run = await client.createRun({
        body: { journey: 'mcp', target: 'provider', provider: 'other', origin: 'test' },
      })
      const first = { server_url: server.host + path, ...(protocol && { protocol }) }
      let current = run
      for (const { id: step } of run.steps) {
        const order = {
          params: { run: run.id, step },
          body: { inputs: step === 'mcp-server' ? first : {} },
        }
        current = await client.runStep(order)
        const url = findSignIn(find(current, step))
        if (url !== undefined) {
          await followSignIn(url, answers)
          current = await client.runStep(order)
        }
        if (find(current, step).state !== 'passed') break
      }
      await client.deleteRun({ params: { run: run.id } })
      return describe(current)
    },
  }
}

function find(run: Run, id: RunStep['id']): RunStep {
  const step = run.steps.find((one) => one.id === id)
  if (!step) throw new RangeError(`The run has no step ${id}`)
  return step
}

function findSignIn({ problem }: RunStep): string | undefined {
  return problem?.code === 'SIGN_IN_NEEDED'
    ? /https?:\/\/\S+/.exec(problem.detail ?? '')?.[0]
    : undefined
}

function describe({ steps }: Run): Awaited<ReturnType<Row['run']>> {
  const failed = steps.findIndex(({ state }) => state !== 'passed')
  const words = (step?: RunStep): string =>
    [step?.problem?.title, step?.problem?.detail, step?.problem?.hint, step?.result?.summary].join(
      ' ',
    )
  if (failed >= 0)
    return { ends: `step ${failed + 1}, ${steps[failed]?.id}`, says: words(steps[failed]) }
  const tool = steps.find(({ id }) => id === 'mcp-tools')
  const called = tool?.result?.facts.find(({ id }) => id === 'tool')?.value
  return { ends: `${steps.length} steps, tool ${called}`, says: steps.map(words).join(' ') }
}
