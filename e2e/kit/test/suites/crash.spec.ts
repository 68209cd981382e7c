import { test } from 'dcr-lab/playwright'

/** The worker is killed in the middle; `outside.test.ts` counts what is left. */

test('kills its worker', async ({ client, journey }) => {
  await journey.walk({ until: 'register-client' })
  await client.register({ client_name: 'Orphan' })
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => undefined)
})
