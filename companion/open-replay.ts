import { join } from 'node:path'
import type { Dispatcher } from 'undici'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { Clock } from './clock/clock.ts'
import { createCapturing } from './capture/capturing.ts'
import type { CaptureRoutesDeps } from './control/capture-routes.ts'
import type { ReplayRoutesDeps } from './control/replay-routes.ts'
import type { ReplaySetRoutesDeps } from './control/replay-set-routes.ts'
import type { DataPlane } from './gateway/data-plane.ts'
import type { Idp } from './idp/idp.ts'
import type { HttpClient } from './outgoing/http-client.ts'
import type { Recorder } from './recorder/recorder.ts'
import type { Registrar } from './registrar/registrar.ts'
import { createAttempts } from './replay/attempts.ts'
import { createReplaySecrets, type ReplaySecrets } from './replay/replay-secrets.ts'
import { importRequests } from './replay/import/import-requests.ts'
import { createReplays } from './replay/replays.ts'
import type { SendAttemptDeps } from './replay/send/send-attempt.ts'
import { createSets } from './replay/sets/sets.ts'
import { createUploads } from './replay/uploads.ts'
import type { SecretRegistry } from './secrets/secret-registry.ts'
import type { Vault } from './secrets/vault.ts'
import type { Store } from './store/store.ts'
import { tableOf } from './store/table.ts'
import { createDpopProof } from './tokens/dpop-proof.ts'
import { openToken } from './tokens/open-token.ts'
import type { Tokens } from './tokens/tokens.ts'

export interface ReplayParts {
  store: Store
  dataDir: string
  addresses: Addresses
  vault: Vault
  registry: SecretRegistry
  reveal: (name: string) => string
  recorder: Recorder
  clock: Clock
  tokens: Tokens
  idp: Idp
  registrar: Registrar
  http: HttpClient
  gateway: DataPlane
  /** Connections with the guard of addresses. */
  dispatcher: Dispatcher
}

/** Sending requests again, and taking credentials over, with what these may read of other rooms. */
export function openReplay(
  parts: ReplayParts,
): ReplayRoutesDeps & ReplaySetRoutesDeps & Pick<CaptureRoutesDeps, 'capturing'> {
  const { store, registry, reveal, recorder, addresses } = parts
  const uploads = join(parts.dataDir, 'uploads')
  const attempts = createAttempts(tableOf(store, 'replay_attempts'))
  const replaySecrets = createReplaySecrets({
    table: tableOf(store, 'replay_secrets'),
    vault: parts.vault,
    reveal,
  })
  const records = { tokens: store.records('tokens'), registrations: store.records('registrations') }
  const sending = openSending(parts, replaySecrets, uploads)
  const replays = createReplays({
    attempts,
    secrets: replaySecrets,
    recorder,
    sending,
    drafting: {
      ...records,
      runs: store.records('runs'),
      secrets: replaySecrets,
      gateway: addresses.gateway,
    },
  })
  const sets = createSets({
    sets: tableOf(store, 'replay_sets'),
    runs: tableOf(store, 'replay_set_runs'),
    attempts,
    secrets: replaySecrets,
    sending,
    find: records,
  })
  return {
    replays,
    attempts,
    replaySecrets,
    capturing: createCapturing({
      ...parts,
      secrets: replaySecrets,
      remember: (secret) => registry.add(secret),
    }),
    uploads: createUploads(uploads),
    sets,
    importRequests: (text, format) =>
      replaySecrets.keepAll((keepFound) =>
        importRequests(
          { keepFound, isSecretName: registry.isSecretName, gateway: addresses.gateway },
          text,
          format,
        ),
      ),
  }
}

/** What an attempt is sent with: the gateway, the network, and the tokens that it may carry. */
function openSending(
  parts: ReplayParts,
  replaySecrets: ReplaySecrets,
  uploads: string,
): SendAttemptDeps {
  const { store, vault, registry, recorder, clock, tokens, idp, gateway, addresses } = parts
  return {
    addresses,
    recorder,
    gateway,
    dispatcher: parts.dispatcher,
    uploads,
    openSecret: (name) => replaySecrets.open(name),
    registry,
    token: {
      tokens: store.records('tokens'),
      registrations: store.records('registrations'),
      clock,
      variants: idp.variants,
      open: (id) => openToken({ tables: store.tables('tokens'), vault }, id),
      prove: (record, call) => createDpopProof(vault, record, call),
      request: (order) => tokens.request({ ...order, grant: 'client_credentials', dpop: false }),
    },
  }
}
