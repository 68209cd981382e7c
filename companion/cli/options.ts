import { mkdtempSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/errors/app-error.ts'
import { LISTENERS, type Ports } from '../listeners.ts'

const DEFAULT_PORT = 8790

export const HELP = `Usage: npm start -- [options]

  --port N              first of five ports in a row (default ${DEFAULT_PORT}; 0: any free ports)
  --control-port N      a port of its own for one listener;
  --gateway-port N        0 lets the system choose
  --idp-port N
  --portal-port N
  --sample-api-port N
  --workers N           processes that judge and forward, 1 to 64 (default 1)
  --data DIR            where records are kept
  --config DIR          where the key file is kept; never inside --data
  --ephemeral           throw-away directories and any free ports
  --no-open             do not open a browser
  --json                print one JSON line when ready, and nothing else
  --log-level LEVEL     fatal, error, warn, info, debug (default warn); logs go to stderr
  --help                this text
`

export interface Options {
  ports: Ports
  /** Processes of the gateway; 1 is the companion itself. */
  workers: number
  dataDir: string
  configDir: string
  /** The throw-away folder to remove at the end. */
  ephemeralRoot: string | undefined
  isJson: boolean
  noOpen: boolean
  isHelp: boolean
  logLevel: string
}

/** @throws AppError `OPTION_INVALID` naming the option. */
export function parseOptions(
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Options {
  const values = parse(argv)
  const isEphemeral = values.ephemeral === true
  return {
    ports: readPorts(values, isEphemeral),
    workers: readWorkers(values.workers ?? '1'),
    ...chooseDirectories(values, env),
    isJson: values.json === true,
    noOpen: values['no-open'] === true,
    isHelp: values.help === true,
    logLevel: readLogLevel(values['log-level'] ?? 'warn'),
  }
}

const NAMES = {
  port: { type: 'string' },
  'control-port': { type: 'string' },
  'gateway-port': { type: 'string' },
  'idp-port': { type: 'string' },
  'portal-port': { type: 'string' },
  'sample-api-port': { type: 'string' },
  workers: { type: 'string' },
  data: { type: 'string' },
  config: { type: 'string' },
  ephemeral: { type: 'boolean' },
  'no-open': { type: 'boolean' },
  json: { type: 'boolean' },
  'log-level': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof parse>

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: NAMES, allowPositionals: false }).values
  } catch (cause) {
    throw invalid((cause as Error).message, cause)
  }
}

function readPorts(values: Values, isEphemeral: boolean): Ports {
  const first = readPort('--port', values.port) ?? (isEphemeral ? 0 : DEFAULT_PORT)
  if (first > 65_535 - LISTENERS.length)
    throw invalid('--port must leave room for five ports in a row')
  const entries = LISTENERS.map((name, index) => {
    const option = `${name.replace('_', '-')}-port` as 'control-port'
    return [name, readPort(`--${option}`, values[option]) ?? (first === 0 ? 0 : first + index)]
  })
  return Object.fromEntries(entries) as Ports
}

function readPort(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65_535) return port
  throw invalid(`${option} takes a port from 0 to 65535, not "${text}"`)
}

function readWorkers(text: string): number {
  const workers = /^\d{1,2}$/.test(text) ? Number(text) : 0
  if (workers >= 1 && workers <= 64) return workers
  throw invalid(`--workers takes a number from 1 to 64, not "${text}"`)
}

function readLogLevel(level: string): string {
  if (['fatal', 'error', 'warn', 'info', 'debug', 'silent'].includes(level)) return level
  throw invalid(`--log-level takes fatal, error, warn, info or debug, not "${level}"`)
}

function chooseDirectories(
  values: Values,
  env: NodeJS.ProcessEnv,
): Pick<Options, 'dataDir' | 'configDir' | 'ephemeralRoot'> {
  const ephemeralRoot = values.ephemeral ? mkdtempSync(join(tmpdir(), 'dcr-lab-')) : undefined
  const home = homedir()
  const data = env['XDG_DATA_HOME'] || join(home, '.local', 'share')
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config')
  const dataDir = resolve(
    values.data ?? join(ephemeralRoot ?? data, ephemeralRoot ? 'data' : 'dcr-lab'),
  )
  const configDir = resolve(
    values.config ?? join(ephemeralRoot ?? config, ephemeralRoot ? 'config' : 'dcr-lab'),
  )
  if (`${configDir}/`.startsWith(`${dataDir}/`))
    throw invalid(
      '--config must not lie inside --data: a copy of the data would carry its key along',
    )
  return { dataDir, configDir, ephemeralRoot }
}

function invalid(detail: string, cause?: unknown): AppError {
  return new AppError('OPTION_INVALID', { detail, hint: 'See --help.', cause })
}
