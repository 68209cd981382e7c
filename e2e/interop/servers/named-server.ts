import { DCR_PROVIDERS, type DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { InteropServer } from '../interop-server.ts'
import { NotObtained } from '../not-obtained.ts'
import { cleanUpRow } from '../rows/clean-up-row.ts'
import { type ChainClient, registerRow } from '../rows/client-of.ts'
import { closedPortRow, healthyRow, wrongTokenRow } from '../rows/doctor-rows.ts'
import { clientCredentialsRow } from '../rows/grant-rows.ts'
import { journeyRow } from '../rows/journey-row.ts'
import { deleteRows, type LifeCycleEnds, lifeCycleRows } from '../rows/life-cycle-rows.ts'
import type { RunningServer } from '../scene.ts'

const BECAUSE = 'the variable says that this server can'

const LIFE: LifeCycleEnds = {
  read: { ends: 'read', because: BECAUSE },
  update: { ends: 'updated', because: BECAUSE },
  rotate: { ends: /^(rotated|MANAGEMENT_UNAVAILABLE)$/, because: 'few servers rotate secrets' },
  delete: { ends: 'deleted', because: BECAUSE },
}

/**
 * A server that somebody runs already, by its address in the environment: DCR_INTEROP_NAME_URL, and where it
 * wants one DCR_INTEROP_NAME_TOKEN, its initial access token or API token. Everything that is registered there
 * is deleted again; the rows are those that every server with management must come through.
 */
export function namedServer(
  name: string,
  { title, provider }: { title: string; provider: DcrProvider },
): InteropServer {
  return {
    name,
    title,
    version: 'as it runs',
    from: 'address',
    isNamed: () => readVariable(name, 'URL') !== undefined,
    start: () => Promise.resolve(findServer(name, provider)),
    rows() {
      const chain: ChainClient = {}
      return [
        journeyRow('journey', {
          expected: { ends: '12 steps, the API answers 200', because: BECAUSE },
        }),
        registerRow(chain, {
          metadata: () => ({
            client_name: 'DCR Lab interop',
            grant_types: ['client_credentials'],
            token_endpoint_auth_method: 'client_secret_basic',
          }),
          expected: { ends: 'active', because: BECAUSE },
        }),
        ...lifeCycleRows(chain, LIFE),
        clientCredentialsRow(chain, { expected: { ends: 'token', because: BECAUSE } }),
        healthyRow({ ends: /^exit 0/, because: BECAUSE }),
        // Where everybody may register, a server need not look at a token.
        ...(readVariable(name, 'TOKEN') === undefined
          ? []
          : [wrongTokenRow({ ends: /^exit 1, error /, because: 'the token is made up' })]),
        closedPortRow(),
        ...deleteRows(chain, LIFE),
        cleanUpRow({ canDelete: true, isCounted: false }),
      ]
    },
  }
}

function findServer(name: string, provider: DcrProvider): RunningServer {
  const host = readVariable(name, 'URL')
  if (host === undefined) throw new NotObtained(`${nameVariable(name, 'URL')} is not set`)
  const kind = readVariable(name, 'PROVIDER') ?? provider
  const known = DCR_PROVIDERS.find((candidate) => candidate === kind)
  if (known === undefined)
    throw new Error(`${nameVariable(name, 'PROVIDER')} takes ${DCR_PROVIDERS.join(', ')}`)
  const token = readVariable(name, 'TOKEN')
  return {
    host,
    provider: known,
    ports: [],
    ...(token !== undefined && { mintToken: () => Promise.resolve(token) }),
    stop: () => Promise.resolve(),
  }
}

type Part = 'URL' | 'TOKEN' | 'PROVIDER'

function nameVariable(server: string, part: Part): string {
  return `DCR_INTEROP_${server.toUpperCase()}_${part}`
}

function readVariable(server: string, part: Part): string | undefined {
  const value = process.env[nameVariable(server, part)]
  return value === '' ? undefined : value
}
