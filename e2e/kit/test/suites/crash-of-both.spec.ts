import { readdirSync } from 'node:fs'
import { test } from 'dcr-lab/playwright'

/** Worker and companion are killed together, as by a machine that loses its power. */

test('kills its worker and its companion', async ({ client, companion }) => {
  await client.register({ client_name: 'Orphan of both' })
  const [home = ''] = readdirSync(process.env['DCR_LAB_KIT_DIR'] ?? '').filter((name) =>
    /^\d/.test(name),
  )
  process.kill(Number(home.split('-')[0]), 'SIGKILL')
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => companion)
})
