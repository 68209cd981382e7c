import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import { findConfigDir } from '../directories.ts'
import { LISTENERS, type Ports } from '../listeners.ts'
import { type StartedCompanion, startCompanion } from '../start-companion.ts'
import { createProvenFetch } from '#shared/contract/proven-fetch.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { deriveProgramIdentity } from '#shared/pairing/program-identity.ts'
import { findRunning } from './running-file.ts'

const STATUS_TIMEOUT_MS = 2000

/** The companion that a command works with. */
export interface Connection {
  client: ApiClient
  /** Origin of its gateway. */
  gateway: string
  /** Present when this program has started the companion itself. */
  close?: () => Promise<void>
  /** The data directory that this program has opened itself, and that stays. */
  dataDir?: string
}

export interface ConnectOptions {
  companion?: string | undefined
  config?: string | undefined
  data?: string | undefined
  /**
   * Whether the command may leave clients at a provider that outlives it. Their ledger is then kept in this
   * user's data directory.
   */
  keepsLedger?: boolean
}

/** The companion at an address, or the running companion, or else a new one that ends with the command. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  if (options.companion !== undefined) return connectTo(options.companion)
  const running = await findRunning(options.config ?? findConfigDir())
  for (const { addresses, token } of running) {
    const client = await createProvenClient(addresses.control, token)
    if (await isAnswering(addresses.control, token)) return { client, gateway: addresses.gateway }
  }
  return options.keepsLedger === true ? startKept(options) : startOwn()
}

/** The token never leaves this process: a crashed companion's port may be another program's by now. */
async function createProvenClient(
  origin: string,
  token: string,
  send: typeof fetch = fetch,
): Promise<ApiClient> {
  const identity = await deriveProgramIdentity(token)
  return createApiClient({ origin, fetch: createProvenFetch({ origin, ...identity, fetch: send }) })
}

/** A crashed companion leaves its file, and its process id may be that of another program by now. */
async function isAnswering(origin: string, token: string): Promise<boolean> {
  const impatient: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(STATUS_TIMEOUT_MS) })
  try {
    const client = await createProvenClient(origin, token, impatient)
    await client.getStatus()
    return true
  } catch {
    return false
  }
}

/**
 * The companion at this address, which has to know `DCR_LAB_TOKEN`; the token is not sent.
 *
 * @throws AppError `OPTION_INVALID` without a token, `COMPANION_UNREACHABLE`, `COMPANION_UNPROVEN`,
 * `PAIRING_REQUIRED`.
 */
export async function connectTo(origin: string): Promise<Connection> {
  const token = process.env['DCR_LAB_TOKEN']
  if (!token)
    throw new AppError('OPTION_INVALID', {
      detail: '--companion needs the token of that companion in DCR_LAB_TOKEN.',
      hint: 'It is in the line that "dcr-lab start --json" prints.',
    })
  const client = await createProvenClient(origin, token)
  const { addresses } = await client.getStatus()
  return { client, gateway: addresses.gateway }
}

/** A companion with temporary directories on free ports. */
export async function startOwn(): Promise<Connection & { close: () => Promise<void> }> {
  return describe(await startCompanion({ ephemeral: true }))
}

/**
 * A companion on this user's directories. On its usual ports, if they are free: what it publishes is then
 * found at the same addresses later.
 *
 * @throws AppError `STORE_LOCKED` and others, as `startCompanion`.
 */
async function startKept({ data, config }: ConnectOptions): Promise<Connection> {
  const directories = { dataDir: data, configDir: config }
  const companion = await startCompanion(directories).catch((thrown: unknown) => {
    if (AppError.from(thrown).code !== 'PORT_TAKEN') throw thrown
    return startCompanion({ ...directories, ports: ANY_PORTS })
  })
  return { ...describe(companion), dataDir: companion.directories.data }
}

const ANY_PORTS = Object.fromEntries(LISTENERS.map((name) => [name, 0])) as Ports

function describe(companion: StartedCompanion): Connection & { close: () => Promise<void> } {
  return {
    client: companion.client,
    gateway: companion.addresses.gateway,
    close: () => companion.close(),
  }
}
