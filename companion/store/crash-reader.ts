import { Store } from './store.ts'

/**
 * Prints the number of each record that `crash-writer.ts` wrote, as the next start finds it. Argument: the
 * data directory.
 */
const [directory = ''] = process.argv.slice(2)
const store = await Store.open(directory)
for (const { id, rate } of store.records('policies').list()) process.stdout.write(`${id} ${rate}\n`)
await store.close()
