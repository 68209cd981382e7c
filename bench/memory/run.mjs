// npm run bench:memory: by how much do calls with large bodies make the process of the companion grow?
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildCompanion } from '../../scripts/build.mjs'
import { startCompanion } from '../start-companion.mjs'

const BODY = Buffer.alloc(64 * 1024, 1)
const CALLS = 1100
const AT_ONCE = 8
const GOAL_MIB = 64
const DEFINITION = {
  api_id: 'bodies',
  name: 'bodies',
  active: true,
  use_keyless: true,
  version_data: { not_versioned: true, versions: { Default: { name: 'Default' } } },
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, check: { type: 'boolean' } } })

await buildCompanion()
const upstream = createServer((incoming, outgoing) => {
  incoming.resume().on('end', () => outgoing.end(BODY))
})
await once(upstream.listen(0, '127.0.0.1'), 'listening')
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const companion = await startCompanion('--ephemeral')
try {
  const report = await measure()
  if (values.json) console.log(JSON.stringify(report))
  else
    console.log(
      `${report.calls} calls: from ${report.before_mib.toFixed(0)} MiB grown by ${report.grown_mib.toFixed(0)} MiB at most; goal ${GOAL_MIB}`,
    )
  process.exitCode = values.check && report.grown_mib >= GOAL_MIB ? 1 : 0
} finally {
  companion.stop()
  agent.destroy()
  upstream.close()
}

async function measure() {
  const target_url = `http://127.0.0.1:${upstream.address().port}`
  const proxy = { listen_path: '/bodies/', target_url, strip_listen_path: true }
  const body = JSON.stringify({ definitions: [{ ...DEFINITION, proxy }] })
  await companion.call('/api/imports', { method: 'POST', body })
  await call()
  // What a start does beside its first calls comes to its end.
  await setTimeout(1500)
  const before_mib = companion.memory('VmRSS')
  let most_mib = before_mib
  let left = CALLS
  const callInTurn = async () => {
    while (left-- > 0) {
      await call()
      most_mib = Math.max(most_mib, companion.memory('VmRSS'))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, callInTurn))
  return { calls: CALLS, before_mib, grown_mib: most_mib - before_mib }
}

async function call() {
  const outgoing = request(new URL('/bodies/', companion.addresses.gateway), {
    agent,
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
  })
  outgoing.end(BODY)
  const [answer] = await once(outgoing, 'response')
  await once(answer.resume(), 'end')
  if (answer.statusCode !== 200) throw new Error(`The gateway answered ${answer.statusCode}`)
}
