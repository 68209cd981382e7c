import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Adoption } from '#shared/contract/registration.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { createClock } from '../clock/clock.ts'
import { createAesVault } from '../secrets/aes-vault.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import { MemoryKeeper } from '../store/memory-keeper.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import { Store } from '../store/store.ts'
import { createRegistrar, type Registrar } from './registrar.ts'
import { createRegistrations, type Registrations } from './registrations.ts'
import { ALIVE } from './sweep.ts'
import { ENDS, type End, ScheduledProvider, show } from './testing/scheduled-provider.ts'

// Another seed each time finds more; the name of the test tells the one to run again with DCR_SEED.
const seed = Number(process.env['DCR_SEED'] ?? Date.now() % 2 ** 31)
const SCHEDULES = 10_000

const vault = createAesVault({ id: 'memory', bytes: randomBytes(32) })

/** Two registrations of one name at Okta, which can be searched, and one elsewhere. */
const ORIGINS = ['https://okta.test', 'https://okta.test', 'https://other.test']

/** A keeper whose disk can be full. No real disk is full at a moment that a schedule chooses. */
class FullableKeeper extends MemoryKeeper {
  isFull = false

  override async append(transactions: readonly string[]): Promise<void> {
    if (this.isFull) throw new Error('ENOSPC: a disk that is full')
    return super.append(transactions)
  }

  override async beginSnapshot(
    ...order: Parameters<MemoryKeeper['beginSnapshot']>
  ): ReturnType<MemoryKeeper['beginSnapshot']> {
    if (this.isFull) throw new Error('ENOSPC: a disk that is full')
    return super.beginSnapshot(...order)
  }
}

interface World {
  keeper: FullableKeeper
  registrar: Registrar
  ledger: Registrations
  provider: ScheduledProvider
  shown: Map<string, number>
  captured: Set<string>
}

async function openWorld(s: fc.Scheduler, endings: End[]): Promise<World> {
  const keeper = new FullableKeeper()
  const store = await Store.open(keeper)
  const provider = new ScheduledProvider({
    delay: (what) => s.schedule(Promise.resolve(), what),
    nextEnd: () => endings.shift() ?? 'answered',
  })
  const ledger = createRegistrations(store.tables('registrations'))
  const registrar = createRegistrar({
    askOtherwise: ({ metadata }) => metadata,
    registrations: ledger,
    owner: store.owner,
    isOwnerAlive: (id) => store.isOwnerAlive(id),
    vault,
    http: provider,
    catalogue: {} as Catalogue,
    clock: createClock(),
  })
  return { keeper, registrar, ledger, provider, shown: new Map(), captured: new Set() }
}

type Act = (world: World, at: number) => unknown

const idOf = (at: number): string => `r${at}`

const ACTS = {
  register: ({ registrar }, at) =>
    registrar.registerOnce({
      id: idOf(at),
      origin: 'test',
      provider: at === 2 ? 'other' : 'okta',
      idp_host: ORIGINS[at] ?? '',
      registration_endpoint: `${ORIGINS[at]}/clients`,
      initialAccessToken: 'an-initial-token',
      metadata: { client_name: 'Twin' },
    }),
  read: ({ registrar }, at) => registrar.read(idOf(at)),
  update: ({ registrar }, at) =>
    registrar.update(idOf(at), { redirect_uris: [`https://app.test/${Math.random()}`] }),
  rotate: ({ registrar }, at) => registrar.rotateSecret(idOf(at)),
  remove: ({ registrar }, at) => registrar.remove(idOf(at)),
  search: ({ registrar }, at) => registrar.findLost(idOf(at)),
  sweep: ({ registrar }) => registrar.sweep({}),
  async adopt({ registrar, provider }, at) {
    const client = [...provider.clients.values()][at]
    if (!client || client.origin !== ORIGINS[0] || client.isDeleted) return
    await registrar.adopt({
      provider: 'okta',
      idp_host: 'https://okta.test',
      registration_endpoint: 'https://okta.test/clients',
      initial_access_token: 'an-initial-token',
      client: show(client),
    } as Adoption)
  },
  async capture({ registrar, captured }, at) {
    await registrar.markCaptured(idOf(at))
    captured.add(idOf(at))
  },
  async show({ registrar, shown }, at) {
    const secret = await registrar.takeSecretOnce(idOf(at))
    if (secret !== undefined) shown.set(idOf(at), (shown.get(idOf(at)) ?? 0) + 1)
  },
  fill: ({ keeper }) => (keeper.isFull = true),
  empty: ({ keeper }) => (keeper.isFull = false),
} satisfies Record<string, Act>

type ActName = keyof typeof ACTS

const target = fc.nat({ max: 2 })
const anyAct = fc.tuple(fc.constantFrom(...(Object.keys(ACTS) as ActName[])), target)
/** Calls about one client, which is where answers can be out of date. */
const call = fc.constantFrom<ActName[]>('read', 'update', 'rotate', 'remove')
const calls = target.chain((at) =>
  fc.array(
    call.map((name): [ActName, number] => [name, at]),
    { minLength: 2, maxLength: 6 },
  ),
)
const acts = fc
  .tuple(calls, fc.array(anyAct, { maxLength: 6 }))
  .chain(([some, others]) => fc.shuffledSubarray([...some, ...others], { minLength: some.length }))
const rarely = fc.oneof(
  { weight: 6, arbitrary: fc.constant('answered' as const) },
  fc.constantFrom(...ENDS),
)
const schedule = fc.record({
  acts,
  endings: fc.oneof(fc.constant([]), fc.array(rarely, { maxLength: 14 })),
})

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Starts everything at moments that the schedule chooses, and waits until all has ended. */
async function carryOut(s: fc.Scheduler, world: World, acts: readonly [ActName, number][]) {
  const progress = { isDone: false }
  // Registered first, so that most calls have a client.
  const first = [0, 1, 2].map(async (at) => ACTS.register(world, at))
  const ends = acts.map(([name, at]) =>
    s.schedule(Promise.resolve(), `${name} ${at}`).then(() => (ACTS[name] as Act)(world, at)),
  )
  void Promise.allSettled([...first, ...ends]).then(() => (progress.isDone = true))
  while (!progress.isDone) {
    // The store writes meanwhile, so that as many calls as may be are under way.
    for (let count = 0; count < 3; count += 1) await turn()
    if (s.count() > 0) await s.waitNext(1)
  }
}

function assertHonest({ ledger, provider, shown, captured }: World): void {
  const records = ledger.list()
  for (const record of records) {
    expect(record.state).not.toBe('intent')
    expect(shown.get(record.id) ?? 0).toBeLessThanOrEqual(1)
    expect(record.captured_at !== undefined).toBe(captured.has(record.id))
    if (record.client_id !== undefined) assertAsAtProvider(record, provider)
  }
  const living = records.filter(({ state }) => ALIVE.includes(state))
  const ids = living.flatMap(({ client_id }) => client_id ?? [])
  expect(new Set(ids).size, 'two registrations with one client').toBe(ids.length)
  const lost = living.filter(({ client_id }) => client_id === undefined).length
  const orphans = [...provider.clients.values()].filter(
    ({ client_id, isDeleted }) => !isDeleted && !ids.includes(client_id),
  )
  expect(orphans.length, 'clients that the ledger does not know of').toBeLessThanOrEqual(lost)
}

function assertAsAtProvider(record: RegistrationRecord, provider: ScheduledProvider): void {
  const client = provider.require(record.client_id ?? '')
  if (record.state === 'deleted') expect(client.isDeleted, 'deleted').toBe(true)
  // A mark says that a call was cut off, so that what is stored may be out of date.
  if (record.state === 'deleted' || record.deletion_asked_at !== undefined) return
  expect(client.isDeleted, 'alive').toBe(false)
  if (record.renewal_asked_at !== undefined) return
  for (const field of ['client_secret', 'registration_access_token'] as const) {
    const sealed = record[field]
    if (sealed !== undefined)
      expect(vault.open(sealed, registrationPlace(record.id, field)), field).toBe(client[field])
  }
  if (record.state === 'active' && record.failure === undefined)
    expect(record.granted?.['redirect_uris']).toEqual(client.redirect_uris)
}

test(
  `${SCHEDULES} interleavings leave no client and no secret behind (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), schedule, async (s, { acts, endings }) => {
        const world = await openWorld(s, [...endings])
        await carryOut(s, world, acts)
        world.keeper.isFull = false
        expect(await world.ledger.saveUnsaved()).toEqual([])
        assertHonest(world)
      }),
      { numRuns: SCHEDULES, seed },
    )
  },
)
