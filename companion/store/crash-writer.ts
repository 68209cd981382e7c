import { Policy } from '#shared/tyk/policy.ts'
import { Store } from './store.ts'

/**
 * Writes eight changes at a time until the process is killed, and prints each acknowledged change. Run by
 * `crash.test.ts`.
 */
const [directory = '', name = ''] = process.argv.slice(2)
const store = await Store.open(directory)

async function writeForever(lane: number): Promise<never> {
  for (let number = 0; ; number += 1) {
    const id = `p-${name}-${lane}-${number}`
    await store.transact((transaction) =>
      transaction.put('policies', id, Policy.parse({ id, name: id })),
    )
    process.stdout.write(`${id}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, (_, lane) => writeForever(lane)))
