import type { InteropServer } from './interop-server.ts'
import { startLab } from './lab.ts'
import { NotObtained } from './not-obtained.ts'
import { type RowResult, runRow } from './row.ts'
import { CLEAN_UP } from './rows/clean-up-row.ts'

/** What came of one server. */
export interface ServerResult {
  name: string
  title: string
  version: string
  /** `not obtained`: nothing was tried; `broken`: it was obtained and did not start, or a checksum is wrong. */
  state: 'tried' | 'not obtained' | 'broken'
  why?: string
  rows: RowResult[]
  /** Obtaining and starting it, and its rows, in seconds. */
  startSeconds: number
  rowSeconds: number
  /** ISO 8601. */
  at: string
}

export interface RunServerOptions {
  /** The path of bin/dcr-lab.mjs. */
  program: string
  onRow: (row: RowResult) => void
  /** True once a person wants to stop: then only the clean-up is left to do. */
  isStopped: () => boolean
}

/** Obtains, starts, tries and stops one server. Whatever happens, its processes end. */
export async function runServer(
  { name, title, version, start, rows }: InteropServer,
  { program, onRow, isStopped }: RunServerOptions,
): Promise<ServerResult> {
  const began = Date.now()
  const result: ServerResult = {
    name,
    title,
    version,
    state: 'tried',
    rows: [],
    startSeconds: 0,
    rowSeconds: 0,
    at: new Date(began).toISOString(),
  }
  try {
    const server = await start()
    const started = Date.now()
    result.startSeconds = (started - began) / 1000
    try {
      const lab = await startLab(program)
      try {
        for (const row of rows()) {
          if (isStopped() && row.name !== CLEAN_UP) continue
          const seen = await runRow(row, { lab, server })
          onRow(seen)
          result.rows.push(seen)
        }
      } finally {
        await lab.stop()
      }
    } finally {
      await server.stop()
    }
    result.rowSeconds = (Date.now() - started) / 1000
    if (isStopped()) throw new Error('stopped before all rows were tried')
  } catch (error) {
    result.state = error instanceof NotObtained ? 'not obtained' : 'broken'
    result.why = error instanceof Error ? error.message : String(error)
  }
  return result
}
