import { randomBytes } from 'node:crypto'
import { Option } from 'commander'
import { DEFAULT_DIALECT, DIALECT_IDS, type DialectId, DIALECTS } from '#shared/idp/dialects.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import type { CliCommand } from '../command.ts'
import { json, lacks, port } from '../options.ts'
import { waitForSignal } from '../wait-for-signal.ts'
import { listen, originOf } from '../../http/listen.ts'
import { createClock } from '../../clock/clock.ts'
import { createFaultInjector } from '../../idp/faults/fault-injector.ts'
import { createIdp } from '../../idp/idp.ts'
import { createAesVault } from '../../secrets/aes-vault.ts'
import { createMemoryIdpRecords } from '../../store/idp-tables.ts'

const DEFAULT_PORT = 9900

interface Values {
  port: number
  dialect: DialectId
  scope: boolean
  accessPolicy: boolean
  json?: true
}

/** The embedded identity provider as a separate process. Runs until SIGINT or SIGTERM. */
export const idp: CliCommand<Values> = {
  name: 'idp',
  summary: 'start an identity provider to try things at',
  description:
    'Start an identity provider in a separate process: an Okta organisation, or what --dialect names. Enter its address in the first step of a journey, as your own provider. It lives in memory: everything in it is gone when it stops.',
  options: [
    port('--port <n>', 'where it listens; 0: any free port').default(DEFAULT_PORT),
    new Option('--dialect <name>', 'which provider it impersonates')
      .choices(DIALECT_IDS)
      .default(DEFAULT_DIALECT),
    new Option('--no-scope', 'leave the scope "tyk" out, as at a fresh provider'),
    new Option(
      '--no-access-policy',
      'refuse every token request, as a fresh Okta organisation does',
    ),
    json('print one JSON line'),
  ],
  run: serve,
}

async function serve(options: Values): Promise<number> {
  // What the embedded provider keeps as settings belongs to its default dialect.
  if (!options.accessPolicy && options.dialect !== DEFAULT_DIALECT)
    throw lacks('--no-access-policy', `--dialect ${DEFAULT_DIALECT}`)
  const server = await listen({ name: 'identity provider', port: options.port, option: '--port' })
  const provider = await createIdp({
    origin: originOf(server),
    records: await createMemoryIdpRecords(),
    vault: createAesVault({ id: 'memory', bytes: randomBytes(32) }),
    clock: createClock(),
    faults: createFaultInjector(),
  })
  const dialect = await provider.dialects.open(options.dialect)
  if (options.scope) await dialect.saveScope('tyk', true)
  await provider.saveSettings({ has_access_policy: options.accessPolicy })
  server.on('request', provider.handler)
  const { host, issuer } = dialect
  const token = await dialect.createInitialToken()
  if (options.json) console.log(JSON.stringify({ host, issuer, api_token: token }))
  else console.log(describe(options.dialect, { host, token, page: dialect.clientPage?.('') }))
  await waitForSignal()
  server.close()
  server.closeAllConnections()
  return 0
}

function describe(
  dialect: DialectId,
  { host, token, page }: { host: string; token: string; page: string | undefined },
): string {
  const { label, provider } = DIALECTS[dialect]
  return `An identity provider is ready: ${label}.

  Identity provider host   ${host}
  Token for registration   ${token}

In the first step choose your own ${PROVIDER_LABELS[provider]} and paste both.${page === undefined ? '' : ` Its clients: ${page.replace(/\/$/, '')}`}
Ctrl-C stops it and forgets everything.`
}
