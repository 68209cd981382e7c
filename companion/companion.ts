import { rootCertificates } from 'node:tls'
import { createCatalogue } from './catalogue/catalogue.ts'
import { createDevelopers } from './catalogue/developers.ts'
import { createControlApp } from './control/control-app.ts'
import { createEventStreams } from './control/event-stream.ts'
import { createPresenters } from './control/present-records.ts'
import { createDefinitions } from './definitions/definitions.ts'
import { createApiProbe } from './doctor/probes/api-probe.ts'
import { createEventBus } from './events/event-bus.ts'
import { publishChanges } from './events/publish-changes.ts'
import { createCertificates } from './certificates/certificates.ts'
import { openDocuments } from './open-documents.ts'
import { createClock } from './clock/clock.ts'
import { createFaultInjector } from './idp/faults/fault-injector.ts'
import { createOwnConnections } from './outgoing/own-connections.ts'
import { createEgressAgent } from './outgoing/egress.ts'
import { onOtherKeys } from './idp/faults/on-other-keys.ts'
import { openIdp } from './open-idp.ts'
import { createCapture } from './journeys/capture.ts'
import { describeRun, listRunsOfClients } from './describe-run.ts'
import { openDoctor } from './open-doctor.ts'
import { openGateway } from './open-gateway.ts'
import { openReplay } from './open-replay.ts'
import { openPortal } from './open-portal.ts'
import { openInbound } from './open-inbound.ts'
import { openLessons } from './open-lessons.ts'
import { openPairings } from './open-pairings.ts'
import { openScenarios } from './open-scenarios.ts'
import { openRuns } from './open-runs.ts'
import { closeListeners, openListeners, type Ports, readAddresses } from './listeners.ts'
import { createPortalApp } from './portal/portal-app.ts'
import { createRecordingSwitch } from './recorder/inbound/recording-switch.ts'
import { openRecorder } from './recorder/open-recorder.ts'
import { REPLAY_PATIENCE_MS } from './replay/send/send-request.ts'
import { createHttpClient } from './outgoing/http-client.ts'
import { createObserveClients } from './registrar/observe-clients.ts'
import { createRegistrar } from './registrar/registrar.ts'
import { createRegistrations } from './registrar/registrations.ts'
import { createSampleApi } from './sample-api/sample-api.ts'
import { openVault } from './secrets/open-vault.ts'
import { createSecretRegistry } from './secrets/secret-registry.ts'
import { cleanRecord } from './secrets/outside-texts.ts'
import { createLog } from './secrets/create-log.ts'
import { declareCredentials } from './secrets/declare-credentials.ts'
import { rememberKept } from './secrets/remember-kept.ts'
import { rememberSecrets } from './secrets/remember-secrets.ts'
import { revealSecret } from './secrets/reveal.ts'
import type { Vault } from './secrets/vault.ts'
import { inspectKeptToken } from './tokens/inspect-kept-token.ts'
import { createRecentMetadata } from './tokens/client/recent-metadata.ts'
import { createTokens } from './tokens/tokens.ts'
import { settleLedger } from './settle-ledger.ts'
import { Store } from './store/store.ts'
import { LegBook } from './visits/leg-book.ts'
import { openVisits } from './open-visits.ts'
import { openWatches } from './open-watch.ts'
import { tableOf } from './store/table.ts'
import { takeBaseline } from './take-baseline.ts'
import { CALLBACK_PATH } from '#shared/contract/portal.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'

const DRAIN_MS = 3_000

export interface CompanionConfig {
  version: string
  /** Where records are kept. */
  dataDir: string
  /** The key that seals secrets; outside of `dataDir`. */
  keyFile: string
  /** 0 takes any free port. */
  ports: Ports
  /** Processes of the gateway: 1 is this one, more need a built companion. */
  workers?: number
  /** Whether what comes in is recorded from the start on; left out, as it was left. */
  recordInbound?: false
  /** Tokens that may drive this process without pairing: the command line's and a test run's. */
  sessionTokens: readonly string[]
  logLevel: string
  /** Told when the pairing code was used or guessed away and there is a new one. */
  onNewPairingCode?: (code: string) => void
}

export interface Companion {
  addresses: Addresses
  pairingCode(): string
  /** See `StartedCompanion.takeBaseline`. */
  takeBaseline(): () => Promise<void>
  /** Drains: open requests get three seconds, everything recorded reaches the disk. */
  close(): Promise<void>
}

/**
 * Builds a companion and opens its five listeners. The one place where the parts meet: the program,
 * the tests and the Playwright kit all use it.
 *
 * @throws AppError `PORT_TAKEN`, `STORE_LOCKED`, `STORE_UNREADABLE`, `KEY_FILE_UNSAFE`,
 * `SECRET_UNAVAILABLE`. Nothing is left open then.
 */
export async function createCompanion(config: CompanionConfig): Promise<Companion> {
  const listeners = await openListeners(config.ports)
  try {
    const addresses = readAddresses(listeners)
    const store = await Store.open(config.dataDir)
    try {
      return await assemble({ config, listeners, addresses, store })
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    await closeListeners(listeners, 0)
    throw error
  }
}

interface Foundation {
  config: CompanionConfig
  listeners: Awaited<ReturnType<typeof openListeners>>
  addresses: Addresses
  store: Store
}

async function assemble(foundation: Foundation): Promise<Companion> {
  const { config, listeners, addresses, store } = foundation
  const tools = await createTools(foundation)
  const { log, recorder, egress, replayEgress } = tools
  const rooms = await createRooms(foundation, tools)
  const { idp, gateway, pairings, streams } = rooms
  const ledger = await settleLedger(store, rooms.registrar, log)
  await rooms.apiProbe.removeAbandoned()
  await pairings.removeOutdated()

  const shared = { ...tools, ...rooms, store, addresses, log }
  const control = createControlApp({
    ...shared,
    version: config.version,
    port: portOf(addresses.control),
    isReadOnly: () => store.isReadOnly,
    whenListed: ledger.whenListed,
    gateway,
    embeddedIdp: idp,
    publishers: idp.publishers,
    describeRun: (id) => describeRun(store, id),
    listRunsOfClients: () => listRunsOfClients(store),
  })
  const portal = createPortalApp({ ...shared, port: portOf(addresses.portal) })

  listeners.control.on('request', control)
  const inbound = openInbound({
    ...tools,
    addresses,
    dialects: idp.dialects,
    observeClients: createObserveClients({ ...rooms, vault: tools.vault }),
  })
  listeners.idp.on('request', inbound.idp(idp.handler))
  listeners.portal.on('request', inbound.portal(portal))
  listeners.sample_api.on(
    'request',
    createSampleApi({ ports: [portOf(addresses.sample_api), portOf(addresses.gateway)] }),
  )
  await gateway.open()

  return {
    addresses,
    pairingCode: () => pairings.code(),
    takeBaseline: () => takeBaseline(store, addresses.idp),
    async close() {
      streams.closeAll()
      rooms.visits.close()
      await rooms.closeWatches()
      await closeListeners(listeners, DRAIN_MS)
      await tools.documents.close()
      await gateway.close()
      await Promise.all([egress.close(), replayEgress.close()])
      await recorder.close()
      const unsaved = await rooms.registrations.saveUnsaved()
      if (unsaved.length > 0)
        log.error(
          { registrations: unsaved },
          'Answers of providers could not be kept: disk refused',
        )
      await store.close()
    },
  }
}

/** What every room works with. */
async function createTools({ config, addresses, store }: Foundation) {
  const registry = createSecretRegistry()
  const log = createLog(config.logLevel, registry)
  const bus = createEventBus()
  const sealed = await openVault(store.tables('meta'), config.keyFile)
  const vault = rememberSecrets(sealed, registry)
  for (const token of config.sessionTokens) registry.add(token)
  registry.addAll(() => rememberKept(store, sealed, registry))
  declareCredentials(store.records('apis'), registry)
  store.cleanWith((collection, record) => cleanRecord(registry, collection, record))
  const legs = new LegBook((url) => url.origin === addresses.idp)
  const recorder = await openRecorder(config.dataDir, {
    bus,
    registry,
    fingerprint: (secret) => sealed.fingerprint(secret),
    note: (exchange) => legs.take(exchange),
  })
  const recording = createRecordingSwitch(tableOf(store, 'recording'), {
    isOffAtStart: config.recordInbound === false,
  })
  const connections = createOwnConnections()
  const closedPorts = [addresses.control, addresses.portal].map((address) => portOf(address)())
  const certificates = createCertificates({
    table: tableOf(store, 'provider_certificates'),
    vault,
    usual: rootCertificates,
  })
  const { documents, findTls } = openDocuments(store, { recorder, certificates, ...config })
  const guard = { closedPorts: () => closedPorts, findTls, onConnect: connections.note }
  const egress = createEgressAgent(guard)
  const replayEgress = createEgressAgent(guard, REPLAY_PATIENCE_MS)
  const http = createHttpClient({ recorder, dispatcher: egress, registry })
  const reveal = (name: string): string =>
    revealSecret(store.tables('registrations', 'runs', 'tokens'), vault, name)
  const clock = createClock()
  const faults = createFaultInjector()
  return {
    log,
    bus,
    registry,
    vault,
    recorder,
    legs,
    recording,
    connections,
    guard,
    certificates,
    documents,
    findTls,
    egress,
    replayEgress,
    http,
    reveal,
    clock,
    faults,
  }
}

type Tools = Awaited<ReturnType<typeof createTools>>

/** The rooms that own records and need nothing else. */
function openRecords(store: Store, vault: Vault) {
  return {
    definitions: createDefinitions(store.tables('apis', 'policies')),
    catalogue: createCatalogue(
      store.tables('catalogue', 'portal_settings', 'apis', 'policies'),
      vault,
    ),
    developers: createDevelopers(store.tables('developers')),
    registrations: createRegistrations(store.tables('registrations')),
  }
}

/** The rooms themselves, from the ones that know nothing of each other to those that use them. */
async function createRooms(foundation: Foundation, usual: Tools) {
  const { config, addresses, store } = foundation
  const { bus, vault, clock, faults } = usual
  const idp = await openIdp({ addresses, store }, usual)
  const { definitions, catalogue, developers, registrations } = openRecords(store, vault)
  const broken = openScenarios(addresses, { ...usual, idp, definitions, store })
  const { scenarios, http, served, askOtherwise } = broken
  const tools = { ...usual, http }
  const { recorder, reveal } = tools
  const openDialect = (id: string): ReturnType<typeof idp.dialects.open> => idp.dialects.open(id)
  const onConnect = tools.connections.note
  const gateway = await openGateway(foundation, { ...tools, onConnect, definitions: served, idp })
  const owners = { owner: store.owner, isOwnerAlive: (id: string) => store.isOwnerAlive(id) }
  const registrar = createRegistrar({
    ...tools,
    ...owners,
    registrations,
    catalogue,
    askOtherwise,
  })
  const parts = { store, vault, http, recorder, registrar, catalogue, developers, definitions }
  const callbackUrl = addresses.portal + CALLBACK_PATH
  const metadata = createRecentMetadata(http)
  // With its faults the embedded provider changes its metadata, too.
  faults.subscribe(() => metadata.doubtAll())
  onOtherKeys(faults, () => void gateway.clearJwksCache())
  const { keepWorkingSecret } = registrar
  const kept = { ...tools, tables: store.tables('tokens'), registrations, keepWorkingSecret }
  const tokens = createTokens({ ...kept, metadata, callbackUrl })
  const runs = openRuns({ ...tools, ...parts, addresses, tokens, idp, gateway })
  publishChanges(store, bus, createPresenters({ clock, catalogue, runs }))
  const streams = createEventStreams(bus)
  const apiProbe = createApiProbe({ ...parts, ...owners, served, addresses, gateway })
  const rotateKey = async (dialect: string, seconds: number): Promise<void> =>
    (await openDialect(dialect)).rotateKey(seconds)
  const above = { ...tools, ...parts, dataDir: config.dataDir, addresses, gateway }
  return {
    ...openReplay({ ...above, tokens, idp, dispatcher: tools.replayEgress }),
    ...openWatches(tools),
    ...openVisits({ ...tools, registrations, gateway, definitions, addresses }),
    scenarios,
    lessons: openLessons(config.dataDir, { ...above, runs, scenarios, rotateKey }),
    doctor: openDoctor(store, { ...above, openDialect, apiProbe, scenarios }),
    apiProbe,
    tokens,
    inspectToken: (id: string) => inspectKeptToken(kept, id),
    rotateKey,
    idp,
    gateway,
    definitions,
    catalogue,
    developers,
    ...openPortal({ bus, metadata, runs }),
    registrar,
    registrations,
    runs,
    streams,
    ...openPairings({ config, addresses, store }, { vault, streams }),
    capture: createCapture({ registrar, runs, reveal }),
  }
}

function portOf(address: string): () => number {
  const port = Number(new URL(address).port)
  return () => port
}
