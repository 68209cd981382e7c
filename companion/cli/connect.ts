import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import { createCompanion } from '../companion.ts'
import { parseOptions } from './options.ts'
import { findRunning } from './running-file.ts'
import { VERSION } from '../version.ts'

/** The companion that a command works with. */
export interface Place {
  client: ApiClient
  gateway: string
  /** Present when this program started the companion itself. */
  close?: () => Promise<void>
}

/** The companion that is running, or else one that lives as long as the command. */
export async function findPlace(configDir: string): Promise<Place> {
  const running = (await findRunning(configDir))[0]
  if (!running) return startOwn()
  const { addresses, token } = running
  const client = createApiClient({ origin: addresses.control, token })
  return { client, gateway: addresses.gateway }
}

/** A companion with throw-away directories on free ports. */
export async function startOwn(): Promise<Required<Place>> {
  const options = parseOptions(['--ephemeral'])
  const token = randomBytes(32).toString('base64url')
  const companion = await createCompanion({
    version: VERSION,
    dataDir: options.dataDir,
    keyFile: join(options.configDir, 'key'),
    ports: options.ports,
    sessionTokens: [token],
    logLevel: options.logLevel,
  })
  return {
    client: createApiClient({ origin: companion.addresses.control, token }),
    gateway: companion.addresses.gateway,
    async close() {
      await companion.close()
      if (options.ephemeralRoot) await rm(options.ephemeralRoot, { recursive: true, force: true })
    },
  }
}
