import { Option } from 'commander'
import { AppError } from '#shared/errors/app-error.ts'
import { LISTENERS, type Ports } from '../../listeners.ts'
import { type StartedCompanion, startCompanion, type StartOptions } from '../../start-companion.ts'
import { VERSION } from '../../version.ts'
import { tuneMemory } from '../tune-memory.ts'
import { collectSooner } from '../collect-sooner.ts'
import type { CliCommand, CliHost } from '../command.ts'
import { json, port, readNumber } from '../options.ts'
import { writeRunningFile } from '../running-file.ts'
import { printError } from '../print-error.ts'
import { waitForSignal } from '../wait-for-signal.ts'

interface Values {
  port?: number
  controlPort?: number
  gatewayPort?: number
  idpPort?: number
  portalPort?: number
  sampleApiPort?: number
  workers?: number
  recordInbound: boolean
  data?: string
  config?: string
  ephemeral?: true
  endWithParent?: true
  open: boolean
  json?: true
  logLevel?: NonNullable<StartOptions['logLevel']>
}

/** Runs the companion as a program: prints its addresses to stdout, and shuts down on a signal. */
export const start: CliCommand<Values> = {
  name: 'start',
  summary: 'start the companion and open a browser with the extension',
  description:
    'Starts the companion on five ports of 127.0.0.1 and, where there is a screen, Chromium with the extension loaded and paired. Ctrl-C stops everything.',
  options: [
    port('--port <n>', 'first of five ports in a row (default 8790; 0: any free ports)'),
    ...LISTENERS.map((name) =>
      port(
        `--${name.replace('_', '-')}-port <n>`,
        'another port for this listener; 0: any free port',
      ),
    ),
    new Option('--workers <n>', 'processes that judge and forward, 1 to 64 (default 1)').argParser(
      readNumber(1, 64),
    ),
    new Option(
      '--no-record-inbound',
      'begin without recording what other programs send to provider and portal',
    ),
    new Option('--data <dir>', 'where records are kept'),
    new Option('--config <dir>', 'where the key file is kept; never inside --data'),
    new Option('--ephemeral', 'throw-away directories and any free ports'),
    new Option(
      '--end-with-parent',
      'stop when the program that has started this one ends, however it ends; --ephemeral does',
    ),
    new Option('--no-open', 'do not open a browser'),
    json('print one JSON line when ready: addresses, token, directories, pairing code'),
    new Option('--log-level <level>', 'logs go to stderr (default warn)').choices([
      'fatal',
      'error',
      'warn',
      'info',
      'debug',
      'silent',
    ]),
  ],
  async run(values, host) {
    tuneMemory()
    const isJson = values.json === true
    const companion = await startCompanion({
      dataDir: values.data,
      configDir: values.config,
      ephemeral: values.ephemeral,
      ports: readPorts(values),
      workers: values.workers,
      recordInbound: values.recordInbound,
      logLevel: values.logLevel,
      token: process.env['DCR_LAB_TOKEN'] || undefined,
      onNotice: (sentence) => console.error(sentence),
      onNewPairingCode: (code) => {
        if (!isJson) console.log(`Next pairing code: ${code}`)
      },
    })
    collectSooner()
    const { addresses, token, directories } = companion
    const removeFile = await writeRunningFile(directories.config, {
      pid: process.pid,
      addresses,
      token,
    })
    const withParent = values.ephemeral === true || values.endWithParent === true
    const stopped = waitForSignal({ withParent })
    printReady(companion, isJson)
    // A signal during the first build of the extension ends the program at once.
    void present(companion, { values, host }).catch(printError)
    await stopped
    await removeFile()
    await companion.close()
    return 0
  },
}

/** @throws AppError `OPTION_INVALID` where five ports in a row would pass the last one. */
function readPorts(values: Values): Partial<Ports> {
  const { port: first } = values
  if (first !== undefined && first + LISTENERS.length > 65_536)
    throw new AppError('OPTION_INVALID', {
      detail: '--port must leave room for five ports in a row.',
      hint: 'See dcr-lab start --help.',
    })
  const own: Record<keyof Ports, number | undefined> = {
    control: values.controlPort,
    gateway: values.gatewayPort,
    idp: values.idpPort,
    portal: values.portalPort,
    sample_api: values.sampleApiPort,
  }
  const chosen = LISTENERS.map((name, index) => [name, own[name] ?? inARow(first, index)] as const)
  return Object.fromEntries(chosen.filter(([, port]) => port !== undefined))
}

function inARow(first: number | undefined, index: number): number | undefined {
  return first === undefined || first === 0 ? first : first + index
}

function printReady(companion: StartedCompanion, isJson: boolean): void {
  const { addresses, token, directories } = companion
  const pairing_code = companion.pairingCode()
  if (isJson) {
    console.log(JSON.stringify({ addresses, token, directories, pairing_code }))
    return
  }
  console.log(`DCR Lab ${VERSION} is ready.

  Control API        ${addresses.control}
  Gateway            ${addresses.gateway}
  Identity provider  ${addresses.idp}
  Developer portal   ${addresses.portal}
  Sample API         ${addresses.sample_api}
  Data               ${directories.data}

  Pairing code       ${pairing_code}
`)
}

async function present(
  companion: StartedCompanion,
  { values, host }: { values: Values; host: CliHost },
): Promise<void> {
  await host.buildExtension?.()
  if (values.json) return
  const isOpen =
    values.open &&
    (await host.openBrowser?.({
      // Each data directory has its own browser profile, which stays paired with it.
      profile: `${companion.directories.data}-browser`,
      origin: companion.addresses.control,
      pairingCode: () => companion.pairingCode(),
    }))
  if (isOpen) console.log('The side panel is open in Chromium. Ctrl-C stops the companion.')
  else printHowToLoad(host.extension)
}

function printHowToLoad(extension: string): void {
  console.log(`To use the extension:

  1. In Chromium open chrome://extensions and switch "Developer mode" on.
  2. "Load unpacked": ${extension}
  3. Type the pairing code above on the page that opens.

Without a browser: "dcr-lab journey" in another terminal. Ctrl-C stops the companion.`)
}
