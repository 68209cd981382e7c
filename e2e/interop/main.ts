import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { RowResult } from './row.ts'
import { runServer, type ServerResult } from './run-server.ts'
import { chooseExitCode, USAGE, WRONG } from './exit-code.ts'
import { SERVERS } from './servers/servers.ts'
import { writePage } from './write-page.ts'

const PAGE = join('docs', 'interop.md')
const RESULTS = join('test-results', 'interop')

/**
 * `npm run interop -- [NAME…]`: tries the servers of other people.
 *
 * @returns The exit code.
 */
export async function runInterop(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      from: { type: 'string' },
      write: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  })
  if (values.list) {
    for (const { name, from, title, version } of SERVERS)
      console.log(`${name.padEnd(20)} ${from.padEnd(8)} ${title} ${version}`)
    return 0
  }
  const unknown = positionals.filter((name) => !SERVERS.some((server) => server.name === name))
  if (unknown.length > 0) {
    console.error(`No server is called ${unknown.join(', ')}; see --list.`)
    return USAGE
  }
  const chosen = SERVERS.filter(
    ({ name, from, isNamed }) =>
      (positionals.includes(name) || (positionals.length === 0 && (isNamed?.() ?? true))) &&
      (values.from === undefined || values.from === from),
  )
  const stop = listenForStop()
  const results: ServerResult[] = []
  for (const server of chosen) {
    if (stop.isAsked) break
    console.log(`\n${server.title} ${server.version}`)
    const result = await runServer(server, {
      program: join(process.cwd(), 'bin', 'dcr-lab.mjs'),
      onRow: (row) => printRow(row, values.verbose),
      isStopped: () => stop.isAsked,
    })
    keep(result)
    console.log(summarize(result))
    results.push(result)
  }
  const isWhole = positionals.length === 0 && values.from === undefined
  if (isWhole || values.write) {
    writeFileSync(PAGE, await writePage(SERVERS, [...results, ...readKept()]))
    console.log(`\nThe table is in ${PAGE}.`)
  }
  return tally(results)
}

/** The first signal leaves time for the clean-up; the second one ends the frame, and with it every server. */
function listenForStop(): { isAsked: boolean } {
  const stop = { isAsked: false }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stop.isAsked) process.exit(WRONG)
      console.error('Stops after the clean-up; once more stops at once.')
      stop.isAsked = true
    })
  return stop
}

function printRow({ name, seen, faults }: RowResult, isVerbose: boolean): void {
  const mark = faults.length === 0 ? 'right' : 'WRONG'
  console.log(`  ${mark}  ${name.padEnd(42)} ${seen.ends}`)
  for (const fault of faults) console.log(`           ${fault}`)
  const says = seen.says ?? ''
  if (says !== '' && (faults.length > 0 || isVerbose))
    console.log(`           it said: ${says.replaceAll('\n', '\n                    ')}`)
}

function summarize({ state, why = '', rows, startSeconds, rowSeconds }: ServerResult): string {
  if (state !== 'tried') return `  ${state}: ${why}`
  const wrong = rows.filter(({ faults }) => faults.length > 0).length
  return `  ${rows.length} rows tried, ${rows.length - wrong} right, ${wrong} wrong; started in ${startSeconds.toFixed(1)} s, rows in ${rowSeconds.toFixed(1)} s`
}

/** The last line, for people and for `npm test`. @returns The exit code. */
function tally(results: readonly ServerResult[]): number {
  const rows = results.flatMap((result) => result.rows)
  const wrong = rows.filter(({ faults }) => faults.length > 0).length
  const broken = results.filter(({ state }) => state === 'broken').length
  const missing = results.filter(({ state }) => state === 'not obtained')
  const report = {
    right: rows.length - wrong,
    wrong,
    broken,
    not_obtained: missing.map(({ name, why }) => ({ name, why })),
  }
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, 'report.json'), `${JSON.stringify(report)}\n`)
  const skipped = missing.map(({ name }) => name).join(', ')
  console.log(
    `\n${report.right} rows right, ${wrong} wrong; ${broken} servers broken, ${missing.length} not obtained${skipped && ` (${skipped})`}`,
  )
  return chooseExitCode(results)
}

function keep(result: ServerResult): void {
  mkdirSync(join(RESULTS, 'servers'), { recursive: true })
  writeFileSync(
    join(RESULTS, 'servers', `${result.name}.json`),
    `${JSON.stringify(result, replacePattern, 2)}\n`,
  )
}

/** A pattern as it is written in the server's file. */
function replacePattern(_key: string, value: unknown): unknown {
  return value instanceof RegExp ? String(value) : value
}

function readKept(): ServerResult[] {
  const folder = join(RESULTS, 'servers')
  return readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ServerResult,
  )
}
