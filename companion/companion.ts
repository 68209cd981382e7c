import { join } from 'node:path'
import pino from 'pino'
import { createCatalogue } from './catalogue/catalogue.ts'
import { createDevelopers } from './catalogue/developers.ts'
import { createControlApp } from './control/control-app.ts'
import { createEventStreams, type EventStreams } from './control/event-stream.ts'
import { createPresenters } from './control/present-records.ts'
import { createDefinitions } from './definitions/definitions.ts'
import { createDoctor, type DoctorDeps } from './doctor/doctor.ts'
import { fillFromRun } from './doctor/order-for-run.ts'
import { createGatewayDesk } from './doctor/gateway-desk.ts'
import { type KeptDoctor, keepExaminations } from './doctor/kept-examinations.ts'
import { createEventBus, type EventBus } from './events/event-bus.ts'
import { publishChanges } from './events/publish-changes.ts'
import { publishRecords } from './events/publish-records.ts'
import { createClock } from './clock/clock.ts'
import { createFaultDesk } from './idp/faults/fault-desk.ts'
import type { Decision } from './gateway/verdict/decision.ts'
import { describeVerdict } from './gateway/verdict/describe-verdict.ts'
import { openDataPlane } from './gateway/workers/open-data-plane.ts'
import { createEgressAgent } from './outgoing/egress.ts'
import { createIdp, type Idp, type IdpDeps } from './idp/idp.ts'
import type { IdpRecords } from './store/idp-records.ts'
import { createCapture } from './journeys/capture.ts'
import { createFixFinder, OKTA_FIXES } from './journeys/fixes.ts'
import { createRuns } from './journeys/runs.ts'
import { closeListeners, openListeners, type Ports, readAddresses } from './listeners.ts'
import { createPairings, type Pairings } from './pairing/pairings.ts'
import { createPortalApp } from './portal/portal-app.ts'
import { ExchangeRecorder } from './recorder/exchange-recorder.ts'
import { redactBody } from './recorder/redact.ts'
import { Segments } from './recorder/segments.ts'
import { createWire } from './outgoing/client.ts'
import { createRegistrar } from './registrar/registrar.ts'
import { createSampleApi } from './sample-api/sample-api.ts'
import { openVault } from './secrets/open-vault.ts'
import { createSecretRegistry, type SecretRegistry } from './secrets/secret-registry.ts'
import { rememberSecrets } from './secrets/remember-secrets.ts'
import { revealSecret } from './secrets/reveal.ts'
import { announceLab } from './scenarios/announce-lab.ts'
import { loadScenarios, placeScenarios } from './scenarios/load-scenarios.ts'
import { createScenarios, type Scenarios } from './scenarios/scenarios.ts'
import { registrationPlace } from './secrets/secret-places.ts'
import { inspectKeptToken } from './tokens/inspect-kept-token.ts'
import { createRecentMetadata } from './tokens/client/recent-metadata.ts'
import { createTokens } from './tokens/tokens.ts'
import { createMemoryRecords } from './store/memory-records.ts'
import { Store } from './store/store.ts'
import type { Examination } from '#shared/contract/doctor.ts'
import { EN } from '#shared/messages/en/en.ts'
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
  /** Tokens that may drive this process without pairing: the command line's and a test run's. */
  sessionTokens: readonly string[]
  logLevel: string
  /** Told when the pairing code was used or guessed away and there is a new one. */
  onNewPairingCode?: (code: string) => void
}

export interface Companion {
  addresses: Addresses
  pairingCode(): string
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
  const { log, recorder, egress } = tools
  const rooms = await createRooms(foundation, tools)
  const { idp, gateway, pairings, streams } = rooms
  await rooms.registrar.settleIntents()
  await rooms.gatewayDesk.tidy()

  const shared = { ...tools, ...rooms, store, addresses, log }
  const control = createControlApp({
    ...shared,
    version: config.version,
    port: portOf(addresses.control),
    isReadOnly: () => store.isReadOnly,
    gateway,
    embeddedIdp: idp,
    publishers: idp.publishers,
    describeRun: (id) => describeRun(store, id),
  })
  const portal = createPortalApp({ ...shared, port: portOf(addresses.portal) })

  listeners.control.on('request', control)
  listeners.idp.on('request', idp.handler)
  listeners.portal.on('request', portal)
  listeners.sample_api.on('request', createSampleApi())
  await gateway.open()

  return {
    addresses,
    pairingCode: () => pairings.code(),
    async close() {
      streams.closeAll()
      await closeListeners(listeners, DRAIN_MS)
      await gateway.close()
      await egress.close()
      await recorder.close()
      await store.close()
    },
  }
}

/** What every room works with. */
async function createTools({ config, store }: Foundation) {
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: true }))
  const bus = createEventBus()
  const registry = createSecretRegistry()
  const vault = rememberSecrets(await openVault(store, config.keyFile), registry)
  const recorder = await openRecorder(config.dataDir, { bus, registry })
  const egress = createEgressAgent()
  const wire = createWire({ recorder, dispatcher: egress })
  const reveal = (name: string): string => revealSecret(store, vault, name)
  const clock = createClock()
  const faults = createFaultDesk()
  return { log, bus, registry, vault, recorder, egress, wire, reveal, clock, faults }
}

type Tools = Awaited<ReturnType<typeof createTools>>

/** The rooms themselves, from the ones that know nothing of each other to those that use them. */
async function createRooms(foundation: Foundation, tools: Tools) {
  const { config, listeners, addresses, store } = foundation
  const { log, bus, registry, vault, recorder, wire, reveal, clock, faults } = tools
  const idp = await openIdp({ addresses, store }, { vault, clock, faults })
  const gateway = openDataPlane({
    ...tools,
    store,
    addresses,
    server: listeners.gateway,
    workers: config.workers ?? 1,
    describe: createVerdictWriter(addresses, `${idp.issuer}/v1/keys`),
  })
  const definitions = createDefinitions(store)
  const catalogue = createCatalogue(store, vault)
  const developers = createDevelopers(store)
  const registrar = createRegistrar({ ...tools, store, catalogue })
  const parts = { store, vault, wire, recorder, registrar, catalogue, developers, definitions }
  const callbackUrl = addresses.portal + CALLBACK_PATH
  const metadata = createRecentMetadata(wire)
  // With its faults the embedded provider changes its metadata, too.
  faults.subscribe(() => metadata.doubtAll())
  const tokens = createTokens({ store, vault, wire, clock, metadata, callbackUrl })
  const runs = createRuns({
    ...parts,
    now: clock.now,
    requestToken: (order, call) => tokens.request(order, call),
    renewToken: (id) => tokens.renewEnded(id),
    addresses,
    createApiToken: (name) => idp.createApiToken(name),
    openDialect: (id) => idp.dialects.open(id),
    revokeApiToken: (id) => idp.revokeApiToken(id),
    removeScope: (name) => idp.removeScope(name),
    findVerdict: (id) => gateway.verdicts.get(id),
    flushRecorder: () => gateway.flush().then(() => recorder.flush()),
    maskText: (text) => registry.mask(redactBody(text, '')),
    reportBug: (error) => log.error({ err: error.cause ?? error }, error.message),
  })
  publishChanges(store, bus, createPresenters({ clock, catalogue, runs }))
  const streams = createEventStreams(bus)
  const gatewayDesk = createGatewayDesk({ ...parts, addresses, gateway })
  return {
    scenarios: openScenarios(addresses, tools),
    doctor: openDoctor(store, { ...tools, idp, registrar, clock, faults, gatewayDesk }),
    gatewayDesk,
    tokens,
    inspectToken: (id: string) => inspectKeptToken({ store, wire, vault, clock }, id),
    rotateKey: (dialect: string, seconds: number) => idp.rotateKey(dialect, seconds),
    idp,
    gateway,
    definitions,
    catalogue,
    developers,
    registrar,
    runs,
    streams,
    pairings: openPairings(foundation, streams),
    capture: createCapture({ registrar, runs, reveal }),
  }
}

/** Verdicts leave in English, with fixes of the journey that the side panel walks. */
function createVerdictWriter(addresses: Addresses, jwksUri: string) {
  const known = { jwksUri, targetUrl: addresses.sample_api }
  const findFix = createFixFinder(OKTA_FIXES, { language: EN, known })
  return (decision: Decision) => describeVerdict(decision, { language: EN, findFix })
}

/** Sets of faults by name; whatever is wrong on purpose is told. */
function openScenarios(
  { idp }: Addresses,
  { bus, clock, faults }: Pick<Tools, 'bus' | 'clock' | 'faults'>,
): Scenarios {
  const load = (): ReturnType<typeof loadScenarios> => placeScenarios(loadScenarios(), idp)
  const scenarios = createScenarios({ clock, faults, load })
  announceLab({ bus, clock, faults, scenarios })
  return scenarios
}

function openPairings({ config, store }: Foundation, streams: EventStreams): Pairings {
  return createPairings({
    records: store.records('pairings'),
    sessionTokens: config.sessionTokens,
    onNewCode: config.onNewPairingCode ?? (() => undefined),
    onRemoved: (id) => streams.closeFor(id),
  })
}

function openIdp(
  { addresses, store }: Pick<Foundation, 'addresses' | 'store'>,
  parts: Pick<IdpDeps, 'vault' | 'clock' | 'faults'>,
): Promise<Idp> {
  return createIdp({ ...parts, origin: addresses.idp, records: idpRecords(store) })
}

type DoctorParts = Omit<DoctorDeps, 'language' | 'hasDeveloper' | 'readSecret' | 'fillFromRun'> &
  Pick<Tools, 'vault' | 'bus'>

function openDoctor(store: Store, { vault, bus, ...parts }: DoctorParts): KeptDoctor {
  const doctor = createDoctor({
    ...parts,
    language: EN,
    fillFromRun: (order) => fillFromRun({ store, vault }, order),
    hasDeveloper: (id) => store.records('developers').get(id) !== undefined,
    readSecret(id, field) {
      const sealed = store.records('registrations').get(id)?.[field]
      return sealed === undefined ? undefined : vault.open(sealed, registrationPlace(id, field))
    },
  })
  const examinations = createMemoryRecords<Examination>()
  publishRecords(bus, examinations, {
    changed: 'examination.finished',
    deleted: 'examination.deleted',
    present: (examination) => examination,
  })
  return keepExaminations(doctor, examinations)
}

function idpRecords(store: Store): IdpRecords {
  return {
    clients: store.records('idp_clients'),
    scopes: store.records('idp_scopes'),
    apiTokens: store.records('idp_api_tokens'),
    settings: store.records('idp_settings'),
    keys: store.records('idp_keys'),
    entries: store.records('idp_entries'),
    dialects: store.records('idp_dialects'),
    publishers: store.records('idp_publishers'),
  }
}

function describeRun(store: Store, id: string): { catalogueEntry?: string; budget?: number } {
  const { products, client_budget: budget } = store.records('runs').get(id) ?? {}
  return {
    ...(products?.entry_id !== undefined && { catalogueEntry: products.entry_id }),
    ...(budget !== undefined && { budget }),
  }
}

function portOf(address: string): () => number {
  const port = Number(new URL(address).port)
  return () => port
}

async function openRecorder(
  dataDir: string,
  { bus, registry }: { bus: EventBus; registry: SecretRegistry },
): Promise<ExchangeRecorder> {
  const { segments, earlier } = await Segments.open(join(dataDir, 'exchanges'))
  return new ExchangeRecorder({
    registry,
    segments,
    earlier,
    publish: (read) => bus.publish('exchange.recorded', read),
    publishGap: () =>
      bus.publish('gap', () => ({ reason: 'More calls were made than are recorded.' })),
  })
}
