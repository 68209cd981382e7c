// npm run bench:registrar: is the thousandth registration as fast as the first?
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { TOKEN, startCompanion } from '../gateway/servers.mjs'
import { median } from '../median.mjs'

const AMOUNT = 1000
const GROUP = 100
const GOAL = 1.5

const { values } = parseArgs({ options: { json: { type: 'boolean' }, check: { type: 'boolean' } } })
const root = mkdtempSync(join(tmpdir(), 'dcr-bench-'))
const companion = await startCompanion({
  root,
  upstream: 'http://127.0.0.1:9',
  jwksUrl: 'http://127.0.0.1:9/keys',
})
const times = []
try {
  const host = `${companion.addresses.idp}/gluu`
  // The dialect makes its keys when it is first asked.
  await register(host)
  for (let count = 0; count < AMOUNT; count += 1) times.push(await register(host))
} finally {
  await companion.stop()
  rmSync(root, { recursive: true, force: true })
}
const first = median(times.slice(0, GROUP))
const last = median(times.slice(-GROUP))
const ratio = last / first
const report = { amount: AMOUNT, first_ms: first, last_ms: last, ratio }
if (values.json) console.log(JSON.stringify(report))
else
  console.log(
    `${AMOUNT} registrations, each durable before it is acknowledged: the first ${GROUP} took ${first.toFixed(2)} ms each, the last ${GROUP} ${last.toFixed(2)} ms (medians), ${ratio.toFixed(2)} times.`,
  )
process.exit(values.check && ratio > GOAL ? 1 : 0)

async function register(idp_host) {
  const start = performance.now()
  const answer = await fetch(`${companion.addresses.control}/api/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({
      id: randomUUID(),
      origin: 'test',
      provider: 'gluu',
      idp_host,
      registration_endpoint: `${idp_host}/jans-auth/restv1/register`,
      metadata: { client_name: 'Bench', grant_types: ['client_credentials'], redirect_uris: [] },
    }),
  })
  const { state } = await answer.json()
  if (state !== 'active') throw new Error(`A registration ended as "${state}"`)
  return performance.now() - start
}
