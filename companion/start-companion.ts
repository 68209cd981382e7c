import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiClient, createApiClient } from '#shared/contract/api-client.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { createCompanion } from './companion.ts'
import { isBearerToken } from './control/guards.ts'
import { chooseDirectories, type DirectoryChoice } from './directories.ts'
import { LISTENERS, type Ports } from './listeners.ts'
import { toDirectoryError } from './store/embedded/make-directory.ts'
import { noteEmbeddedIdp, removeAbandoned } from './temporary-directories.ts'
import { VERSION } from './version.ts'

/** The first of the five consecutive default ports. */
const FIRST_PORT = 8790

export interface StartOptions extends DirectoryChoice {
  /** Ports by listener; 0 takes any free port. Left out: 8790 to 8794, or any free ones with `ephemeral`. */
  ports?: Partial<Ports> | undefined
  /** Processes of the gateway, 1 to 64. Default 1: the companion itself. */
  workers?: number | undefined
  /** False: what comes in is not recorded until that is switched on through the control API. */
  recordInbound?: boolean | undefined
  /** Default `warn`; logs go to stderr. */
  logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent' | undefined
  /** Drives this companion without pairing: 16 to 200 of A-Z, a-z, 0-9, - and _. Default: 32 random bytes. */
  token?: string | undefined
  /** Called with a sentence for a person: what a throw-away companion that was killed has left. */
  onNotice?: ((sentence: string) => void) | undefined
  /** Called with the new pairing code when the former was used or ended by wrong answers. */
  onNewPairingCode?: ((code: string) => void) | undefined
}

/** A listening companion, with everything that a program needs to drive it. */
export interface StartedCompanion {
  addresses: Addresses
  token: string
  directories: { data: string; config: string }
  /** Client of the control API, with `token` as the bearer token. */
  client: ApiClient
  pairingCode(): string
  /**
   * Takes note of everything that is kept. The returned function puts it back, as a test may want to
   * before the next one begins; conditions such as a scenario are not kept and have to be ended first.
   */
  takeBaseline(): () => Promise<void>
  /** Shuts the companion down within three seconds; removes temporary directories. */
  close(): Promise<void>
}

/**
 * Starts a companion in this process. Commands, tests and the Playwright kit all use this function.
 *
 * @example
 * const companion = await startCompanion({ ephemeral: true })
 * const run = await companion.client.createRun({ body: {} })
 * await companion.close()
 *
 * @throws AppError `PORT_TAKEN`, `STORE_LOCKED`, `STORE_UNREADABLE`, `DIRECTORY_UNUSABLE`,
 * `KEY_FILE_UNSAFE`, `SECRET_UNAVAILABLE`, `OPTION_INVALID`. Nothing is left open or on the disk then.
 */
export async function startCompanion(options: StartOptions = {}): Promise<StartedCompanion> {
  const token = chooseToken(options.token)
  const { data, config, temporary } = await chooseDirectories(options)
  const removeTemporary = async (): Promise<void> => {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true })
  }
  try {
    const companion = await createCompanion({
      version: VERSION,
      dataDir: data,
      keyFile: join(config, 'key'),
      ports: choosePorts(options),
      workers: options.workers ?? 1,
      ...(options.recordInbound === false && { recordInbound: false }),
      sessionTokens: [token],
      logLevel: options.logLevel ?? 'warn',
      ...(options.onNewPairingCode && { onNewPairingCode: options.onNewPairingCode }),
    })
    const { addresses } = companion
    if (temporary !== undefined) {
      await noteEmbeddedIdp(temporary, addresses.idp)
      // Nothing waits for it, and what it cannot remove the next start tries again.
      void cleanUp(options)
    }
    return {
      addresses,
      token,
      directories: { data, config },
      client: createApiClient({ origin: addresses.control, token }),
      pairingCode: () => companion.pairingCode(),
      takeBaseline: () => companion.takeBaseline(),
      async close() {
        await companion.close()
        await removeTemporary()
      },
    }
  } catch (error) {
    await removeTemporary()
    throw toDirectoryError(data, error)
  }
}

async function cleanUp({ onNotice }: StartOptions): Promise<void> {
  for (const sentence of await removeAbandoned()) onNotice?.(sentence)
}

/** @throws AppError `OPTION_INVALID` for a token that no request could present. */
function chooseToken(token = randomBytes(32).toString('base64url')): string {
  if (isBearerToken(token)) return token
  throw new AppError('OPTION_INVALID', {
    detail: `The token of a companion has 16 to 200 characters out of A-Z, a-z, 0-9, - and _; the one given (${token.length} characters) does not.`,
    hint: 'Set DCR_LAB_TOKEN to such a token, or leave it out: the companion makes one.',
  })
}

function choosePorts({ ports = {}, ephemeral = false }: StartOptions): Ports {
  const entries = LISTENERS.map((name, index) => [
    name,
    ports[name] ?? (ephemeral ? 0 : FIRST_PORT + index),
  ])
  return Object.fromEntries(entries) as Ports
}
