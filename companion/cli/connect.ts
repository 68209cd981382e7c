import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import { findConfigDir } from '../directories.ts'
import { startCompanion } from '../start-companion.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { findRunning } from './running-file.ts'

const STATUS_TIMEOUT_MS = 2000

/** The companion that a command works with. */
export interface Connection {
  client: ApiClient
  /** Origin of its gateway. */
  gateway: string
  /** Present when this program has started the companion itself. */
  close?: () => Promise<void>
}

/** The companion at an address, or the running companion, or else a new one that ends with the command. */
export async function connect(options: {
  companion?: string | undefined
  config?: string | undefined
}): Promise<Connection> {
  if (options.companion !== undefined) return connectTo(options.companion)
  const running = await findRunning(options.config ?? findConfigDir())
  for (const { addresses, token } of running) {
    const client = createApiClient({ origin: addresses.control, token })
    if (await isAnswering(addresses.control, token)) return { client, gateway: addresses.gateway }
  }
  return startOwn()
}

/** A crashed companion leaves its file, and its process id may be that of another program by now. */
async function isAnswering(origin: string, token: string): Promise<boolean> {
  const impatient: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(STATUS_TIMEOUT_MS) })
  try {
    await createApiClient({ origin, token, fetch: impatient }).getStatus()
    return true
  } catch {
    return false
  }
}

/**
 * The companion at this address, with `DCR_LAB_TOKEN` as the bearer token.
 *
 * @throws AppError `OPTION_INVALID` without a token, `COMPANION_UNREACHABLE`, `PAIRING_REQUIRED`.
 */
export async function connectTo(origin: string): Promise<Connection> {
  const token = process.env['DCR_LAB_TOKEN']
  if (!token)
    throw new AppError('OPTION_INVALID', {
      detail: '--companion needs the token of that companion in DCR_LAB_TOKEN.',
      hint: 'It is in the line that "dcr-lab start --json" prints.',
    })
  const client = createApiClient({ origin, token })
  const { addresses } = await client.getStatus()
  return { client, gateway: addresses.gateway }
}

/** A companion with temporary directories on free ports. */
export async function startOwn(): Promise<Required<Connection>> {
  const companion = await startCompanion({ ephemeral: true })
  return {
    client: companion.client,
    gateway: companion.addresses.gateway,
    close: () => companion.close(),
  }
}
