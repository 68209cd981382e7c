import { randomBytes } from 'node:crypto'
import { Option } from 'commander'
import type { CliCommand } from '../command.ts'
import { json, port } from '../options.ts'
import { waitForSignal } from '../wait-for-signal.ts'
import { listen, originOf } from '../../http/listen.ts'
import { createClock } from '../../clock/clock.ts'
import { createFaultDesk } from '../../idp/faults/fault-desk.ts'
import { createIdp } from '../../idp/idp.ts'
import { createAesVault } from '../../secrets/aes-vault.ts'
import { createMemoryIdpRecords } from '../../store/memory-records.ts'

const DEFAULT_PORT = 9900

interface Values {
  port: number
  scope: boolean
  accessPolicy: boolean
  json?: true
}

/** The embedded identity provider as a process of its own. Runs until SIGINT or SIGTERM. */
export const idp: CliCommand<Values> = {
  name: 'idp',
  summary: 'start an Okta organisation to try things at',
  description:
    'An Okta organisation of its own, to be entered in the first step as "My own Okta organisation". It lives in memory: everything in it is gone when it stops.',
  options: [
    port('--port <n>', 'where it listens; 0: any free port').default(DEFAULT_PORT),
    new Option('--no-scope', 'leave the scope "tyk" out, as in a fresh organisation'),
    new Option('--no-access-policy', 'refuse every token request, as in a fresh organisation'),
    json('print one JSON line'),
  ],
  run: serve,
}

async function serve(options: Values): Promise<number> {
  const server = await listen({ name: 'identity provider', port: options.port, option: '--port' })
  const host = originOf(server)
  const records = createMemoryIdpRecords()
  const vault = createAesVault({ id: 'memory', bytes: randomBytes(32) })
  const provider = await createIdp({
    origin: host,
    records,
    vault,
    clock: createClock(),
    faults: createFaultDesk(),
  })
  if (options.scope) await provider.addDefaultScope('tyk')
  await provider.saveSettings({ has_access_policy: options.accessPolicy })
  server.on('request', provider.handler)
  const { token } = await provider.createApiToken('Tyk Integration')
  if (options.json) console.log(JSON.stringify({ host, issuer: provider.issuer, api_token: token }))
  else console.log(describe(host, token))
  await waitForSignal()
  server.close()
  server.closeAllConnections()
  return 0
}

function describe(host: string, token: string): string {
  return `An Okta organisation is ready.

  Identity provider host   ${host}
  API token                ${token}

In the first step choose "My own Okta organisation" and paste both. Its clients: ${host}/admin/clients
Ctrl-C stops it and forgets everything.`
}
