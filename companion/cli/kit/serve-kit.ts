import { contract } from '#shared/contract/contract.ts'
import { type StartedCompanion, startCompanion } from '../../start-companion.ts'
import { deleteForeignClients } from './delete-foreign-clients.ts'
import { ANY_PORTS, describeLeft, sweepAbandonedHomes } from './sweep-abandoned-homes.ts'
import {
  findKitDirectory,
  type KitHome,
  makeHome,
  noteEmbeddedIdp,
  removeHome,
} from './kit-home.ts'
import type { KitMessage, KitOrder, Operations } from './kit-messages.ts'

/** What outlives this, such as a provider that does not answer, is left to the next start. */
const END_LIMIT_MS = 60_000

/**
 * The companion of one test worker, in a process of its own. It ends when the channel to the worker
 * closes, however the worker ended, and deletes what is left at providers outside before.
 */
export async function serveKit(): Promise<void> {
  // Ctrl-C reaches every process of a terminal; the worker needs its companion for its own clean-up.
  process.on('SIGINT', () => undefined)
  const ended = new Promise<void>((resolve) => {
    process.once('disconnect', resolve)
    process.once('SIGTERM', () => resolve())
  })
  const directory = findKitDirectory()
  const home = await makeHome(directory)
  let companion: StartedCompanion
  try {
    companion = await start(home)
  } catch (error) {
    say({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
    await removeHome(home)
    return
  }
  const restore = companion.takeBaseline()
  process.on('message', (order: KitOrder) => void follow(order, restore))
  const sweeping = sweepAbandonedHomes(directory)
  if (process.connected) await ended
  setTimeout(() => process.exit(1), END_LIMIT_MS).unref()
  await sweeping
  await end(companion, home)
  process.exit(0)
}

async function start(home: KitHome): Promise<StartedCompanion> {
  const companion = await startCompanion({
    dataDir: home.data,
    configDir: home.config,
    ports: ANY_PORTS,
    // What a provider refuses is the test's own business, and not worth a line each time.
    logLevel: 'fatal',
    onNewPairingCode: (pairingCode) => say({ type: 'pairing-code', pairingCode }),
  })
  const { addresses, token } = companion
  await noteEmbeddedIdp(home, addresses.idp)
  say({
    type: 'ready',
    addresses,
    token,
    pairingCode: companion.pairingCode(),
    operations: listOperations(),
  })
  return companion
}

function listOperations(): Operations {
  const operations = Object.entries(contract).map(([id, { method, path }]) => [
    id,
    { method, path },
  ])
  return Object.fromEntries(operations) as Operations
}

async function follow({ id }: KitOrder, restore: () => Promise<void>): Promise<void> {
  try {
    await restore()
    say({ type: 'restored', id })
  } catch (error) {
    say({ type: 'restored', id, message: error instanceof Error ? error.message : String(error) })
  }
}

/** The home stays as long as its ledger is the only way to delete a client. */
async function end(companion: StartedCompanion, home: KitHome): Promise<void> {
  const left = await deleteForeignClients(companion.client, companion.addresses.idp)
  await companion.close()
  if (left.length === 0) await removeHome(home)
  else console.error(describeLeft(left, home))
}

function say(message: KitMessage): void {
  if (process.connected) process.send?.(message, () => undefined)
}
