import { loadedAt } from './loaded.mjs'
import { test } from 'dcr-lab/playwright'

test.use({ dcrDialect: process.env.DCR_BENCH_DIALECT })

const print = (times) => console.log(`\nTIMES ${JSON.stringify(times)}`)

test('the first client of a worker', async ({ client }) => {
  await client.register()
  const first = performance.now()
  await client.register()
  print({ first: first - loadedAt, second: performance.now() - first })
})

test('the first client of the next test', async ({ client }) => {
  const start = performance.now()
  await client.register()
  print({ next: performance.now() - start })
})
