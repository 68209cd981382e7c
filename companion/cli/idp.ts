import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/errors/app-error.ts'
import { listen, originOf } from '../http/listen.ts'
import { createClock } from '../clock/clock.ts'
import { createFaultDesk } from '../idp/faults/fault-desk.ts'
import { createIdp } from '../idp/idp.ts'
import { createAesVault } from '../secrets/aes-vault.ts'
import { createMemoryIdpRecords } from '../store/memory-records.ts'

const DEFAULT_PORT = '9900'

const HELP = `Usage: npm run idp -- [options]

An Okta organisation of its own, to be entered in the first step as "My own Okta organisation".
It lives in memory: everything in it is gone when it stops.

  --port N             where it listens (default ${DEFAULT_PORT}; 0: any free port)
  --no-scope           leave the scope "tyk" out, as in a fresh organisation
  --no-access-policy   refuse every token request, as in a fresh organisation
  --json               print one JSON line
  --help               this text
`

/** Runs until SIGINT or SIGTERM. */
export async function runIdp(argv: readonly string[]): Promise<void> {
  try {
    const options = parse(argv)
    if (options.help) process.stdout.write(HELP)
    else await serve(options)
  } catch (thrown) {
    const error = AppError.from(thrown)
    console.error(error.code === 'INTERNAL' ? error.cause : error.message)
    if (error.options.hint) console.error(error.options.hint)
    process.exitCode = 1
  }
}

type IdpOptions = ReturnType<typeof parse>

async function serve(options: IdpOptions): Promise<void> {
  const port = readPort(options.port ?? DEFAULT_PORT)
  const server = await listen({ name: 'identity provider', port, option: '--port' })
  const host = originOf(server)
  const records = createMemoryIdpRecords()
  const vault = createAesVault({ id: 'memory', bytes: randomBytes(32) })
  const idp = await createIdp({
    origin: host,
    records,
    vault,
    clock: createClock(),
    faults: createFaultDesk(),
  })
  if (!options['no-scope']) await idp.addDefaultScope('tyk')
  await idp.saveSettings({ has_access_policy: !options['no-access-policy'] })
  server.on('request', idp.handler)
  const { token } = await idp.createApiToken('Tyk Integration')
  stopOnSignal(() => {
    server.close()
    server.closeAllConnections()
  })
  if (options.json) console.log(JSON.stringify({ host, issuer: idp.issuer, api_token: token }))
  else console.log(describe(host, token))
}

function describe(host: string, token: string): string {
  return `An Okta organisation is ready.

  Identity provider host   ${host}
  API token                ${token}

In the first step choose "My own Okta organisation" and paste both. Its clients: ${host}/admin/clients
Ctrl-C stops it and forgets everything.`
}

function stopOnSignal(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stop()
      process.exit(0)
    })
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        'no-scope': { type: 'boolean' },
        'no-access-policy': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new AppError('OPTION_INVALID', {
      detail: (cause as Error).message,
      hint: 'See --help.',
      cause,
    })
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65_535) return port
  throw new AppError('OPTION_INVALID', {
    detail: `--port takes a port from 0 to 65535, not "${text}"`,
  })
}
