import { setTimeout } from 'node:timers/promises'
import { AppError } from '#shared/errors/app-error.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { Store } from './store.ts'

/** So many records are written again and again, so that snapshots are written, too. */
const IDS_PER_LANE = 200

/**
 * Writes eight changes at a time until the process is killed, and prints each acknowledged change: an id,
 * and a number that grows. Arguments: the data directory, and the first number. Run by `crash.test.ts` and
 * by the scripts that kill it and that cut its power.
 */
const [directory = '', first = '0'] = process.argv.slice(2)
const store = await Store.open(directory)

async function writeForever(lane: number): Promise<never> {
  for (let number = Number(first); ; number += 1) {
    const id = `p-${lane}-${number % IDS_PER_LANE}`
    await store
      .transact((transaction) =>
        transaction.put('policies', id, Policy.parse({ id, name: id, rate: number })),
      )
      .then(() => process.stdout.write(`${id} ${number}\n`), goOnWhenRefused)
  }
}

/** A change that the disk refused was not acknowledged; the next ones are tried all the same. */
async function goOnWhenRefused(thrown: unknown): Promise<void> {
  if (!(thrown instanceof AppError)) throw thrown
  await setTimeout(1)
}

await Promise.all(Array.from({ length: 8 }, (_, lane) => writeForever(lane)))
