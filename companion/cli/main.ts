import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors/app-error.ts'
import { allocateYoung } from './allocate-young.ts'
import { type Companion, createCompanion } from '../companion.ts'
import { HELP, type Options, parseOptions } from './options.ts'
import { writeRunningFile } from './running-file.ts'
import { VERSION } from '../version.ts'

export interface RunningCompanion {
  companion: Companion
  options: Options
}

/**
 * The companion as a program: options to config, addresses to stdout, a signal to a clean end.
 *
 * @returns `undefined` when there was nothing to run: `--help`, or an error, which was printed.
 */
export async function run(argv: readonly string[]): Promise<RunningCompanion | undefined> {
  try {
    const options = parseOptions(argv)
    if (options.isHelp) {
      process.stdout.write(HELP)
      return undefined
    }
    return { options, companion: await start(options) }
  } catch (thrown) {
    printError(thrown)
    process.exitCode = 1
    return undefined
  }
}

async function start(options: Options): Promise<Companion> {
  allocateYoung()
  const token = process.env['DCR_LAB_TOKEN'] || randomBytes(32).toString('base64url')
  const companion = await createCompanion({
    version: VERSION,
    dataDir: options.dataDir,
    keyFile: join(options.configDir, 'key'),
    ports: options.ports,
    workers: options.workers,
    sessionTokens: [token],
    logLevel: options.logLevel,
    onNewPairingCode: (code) => {
      if (!options.isJson) console.log(`Next pairing code: ${code}`)
    },
  })
  const { addresses } = companion
  const removeFile = await writeRunningFile(options.configDir, {
    pid: process.pid,
    addresses,
    token,
  })
  stopOnSignal(companion, async () => {
    await removeFile()
    if (options.ephemeralRoot) await rm(options.ephemeralRoot, { recursive: true, force: true })
  })
  printReady(companion, options)
  return companion
}

function stopOnSignal(companion: Companion, cleanUp: () => Promise<void>): void {
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    companion
      .close()
      .then(cleanUp)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          printError(error)
          process.exit(1)
        },
      )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

function printReady(companion: Companion, { isJson, dataDir }: Options): void {
  const { addresses } = companion
  const pairing_code = companion.pairingCode()
  if (isJson) {
    console.log(JSON.stringify({ addresses, pairing_code }))
    return
  }
  console.log(`DCR Lab ${VERSION} is ready.

  Control API        ${addresses.control}
  Gateway            ${addresses.gateway}
  Identity provider  ${addresses.idp}
  Developer portal   ${addresses.portal}
  Sample API         ${addresses.sample_api}
  Data               ${dataDir}

  Pairing code       ${pairing_code}
`)
}

function printError(thrown: unknown): void {
  const error = AppError.from(thrown)
  if (error.code === 'INTERNAL') {
    console.error(error.cause ?? error)
    return
  }
  console.error(error.message)
  if (error.options.hint) console.error(error.options.hint)
}
