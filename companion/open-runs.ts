import type { Logger } from 'pino'
import type { DataPlane } from './gateway/data-plane.ts'
import type { Idp } from './idp/idp.ts'
import type { Rooms } from './journeys/rooms.ts'
import { createRuns, type Runs } from './journeys/runs.ts'
import type { ExchangeRecorder } from './recorder/exchange-recorder.ts'
import { redactBody } from './recorder/redact.ts'
import type { SecretRegistry } from './secrets/secret-registry.ts'
import type { Vault } from './secrets/vault.ts'
import type { Store } from './store/store.ts'
import { tableOf } from './store/table.ts'
import { openToken } from './tokens/open-token.ts'
import type { Tokens } from './tokens/tokens.ts'

export interface RunParts extends Omit<Rooms, 'embeddedIdp' | 'recorder' | 'tokens' | 'verdicts'> {
  recorder: ExchangeRecorder
  store: Store
  vault: Vault
  tokens: Tokens
  idp: Idp
  gateway: DataPlane
  log: Logger
  registry: SecretRegistry
}

/** Opens the runs, with the rooms that the steps of the journeys may use. */
export function openRuns({
  store,
  vault,
  tokens,
  idp,
  gateway,
  log,
  registry,
  recorder,
  ...rooms
}: RunParts): Runs {
  return createRuns({
    rooms: {
      ...rooms,
      recorder,
      embeddedIdp: { openDialect: (id) => idp.dialects.open(id) },
      tokens: {
        request: (order, call) => tokens.request(order, call),
        renewDue: (id, call) => tokens.renewDue(id, call),
        forget: (id) => tokens.forget(id),
        get: (id) => tokens.get(id),
        startFlow: (order, call) => tokens.startFlow(order, call),
        getFlow: (id) => tokens.getFlow(id),
        finishFlow: (url) => tokens.finishFlow(url),
        open: (id) => openToken({ tables: store.tables('tokens'), vault }, id),
      },
      verdicts: { get: (id) => gateway.verdicts.get(id) },
    },
    table: tableOf(store, 'runs'),
    vault,
    flushRecorder: () => gateway.flush().then(() => recorder.flush()),
    maskText: (text) => registry.mask(redactBody(text, '')),
    reportBug: (error) => log.error({ err: error.cause ?? error }, error.message),
  })
}
