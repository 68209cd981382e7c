import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lab } from '../lab.ts'
import type { Row } from '../row.ts'

const LIMIT_MS = 90_000
/** The sum of two and three, alone on a line or as the text of a tool. */
const ANSWERED = /^5$|"text": ?"5"/m
/** Legs are put together as they are recorded; the last ones come after the client has ended. */
const TELL_LIMIT_MS = 15_000

export interface McpClientOrder {
  program: string
  /** `URL` stands for the address of the MCP server. */
  args: readonly string[]
  cwd: string
  env?: Record<string, string>
  /** Lines for its standard input, which stays open until the tool has answered. */
  input?: readonly string[]
}

/**
 * A real client at the lab's own MCP server behind the gateway: whether its tool call was answered, and what the
 * lab tells of its visit.
 */
export function mcpClientRow(name: string, order: McpClientOrder): Row {
  return {
    name,
    expected: {
      ends: '5, visit succeeded: registration, authorization, token, api_call',
      because: 'the client finds its way from the address alone, and the lab has seen every leg',
    },
    async run({ lab }) {
      const run = await lab.client.createRun({
        body: { journey: 'mcp', dialect: 'mcp', origin: 'test' },
      })
      const params = { run: run.id, step: 'mcp-server' as const }
      const { steps } = await lab.client.runStep({ params, body: { inputs: {} } })
      const url = steps[0]?.result?.facts.find(({ id }) => id === 'mcp_url')?.value ?? ''
      const began = new Date().toISOString()
      const { code, output } = await runClient(order, url)
      const said = /(?:^|"text": ?"|\\b)5(?:"|$)/m.test(output) ? '5' : `exit ${code}`
      const visit = await tellVisit(lab, began)
      await lab.client.deleteRun({ params: { run: run.id } })
      return { ends: `${said}, ${visit.ends}`, says: `${visit.summary}\n${output.slice(-2000)}` }
    },
  }
}

async function runClient(
  { program, args, cwd, env = {}, input = [] }: McpClientOrder,
  url: string,
): Promise<{ code: number | null; output: string }> {
  const home = mkdtempSync(join(tmpdir(), 'dcr-client-'))
  const { DISPLAY: _display, ...usual } = process.env
  try {
    const child = spawn(
      program,
      args.map((arg) => (arg === 'URL' ? url : arg)),
      {
        cwd,
        // Clients keep registrations in the home directory: each row begins without any.
        env: { ...usual, HOME: home, MCP_REMOTE_CONFIG_DIR: join(home, 'mcp'), ...env },
        stdio: 'pipe',
        timeout: LIMIT_MS,
        killSignal: 'SIGKILL',
      },
    )
    let output = ''
    if (input.length === 0) child.stdin.end()
    for (const line of input) child.stdin.write(`${line}\n`)
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece: Buffer) => {
        output += piece.toString()
        if (input.length > 0 && ANSWERED.test(output)) child.kill()
      })
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, output }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const TOLD = ['registration', 'authorization', 'token', 'api_call'] as const

/** The visit of the stranger that came since, once it is told to have succeeded, or as it is at last. */
async function tellVisit(lab: Lab, since: string): Promise<{ ends: string; summary: string }> {
  const until = Date.now() + TELL_LIMIT_MS
  for (;;) {
    const visits = await lab.client.listVisits({ query: { by: 'stranger', limit: 20 } })
    // A leg that names no client stands in each visit of its time, so a visit may begin before its client came.
    const newest = visits.find(({ last_at, client_id }) => last_at >= since && client_id)
    const visit = newest && (await lab.client.getVisit({ params: { visit: newest.id } }))
    if (visit?.state === 'succeeded' || Date.now() > until) {
      const meanings = new Set(visit?.legs.map(({ meaning }) => meaning))
      const told = TOLD.filter((meaning) => meanings.has(meaning)).join(', ')
      return { ends: `visit ${visit?.state ?? 'not told'}: ${told}`, summary: visit?.summary ?? '' }
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
