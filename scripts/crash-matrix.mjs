// npm run crash-matrix: kills the companion at each failpoint and counts clients that the ledger does not
// have.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { buildCompanion } from './build.mjs'

const ROOT = join(import.meta.dirname, '..')
const TOKEN = 'the-token-of-the-crash-matrix-0123456789'
const REGISTER = [
  'before-intent',
  'after-intent',
  'request-sent',
  'after-answer',
  'after-parse',
  'after-record',
]
const DELETE = ['before-delete', 'after-delete']
/** Not a kill: the provider made the client, and its answer never came. */
const LOST = 'answer lost'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, json: { type: 'boolean' } },
})
const kills = Number(values.kills)
await buildCompanion()

const double = await startCountingDouble()
const root = mkdtempSync(join(tmpdir(), 'dcr-matrix-'))
const totals = { kills: 0, unaccounted: 0, duplicates: 0, lost: 0 }
try {
  for (const failpoint of [...REGISTER, ...DELETE, LOST]) {
    const row = { kills: 0, clients: 0, unaccounted: 0, duplicates: 0, lost: 0 }
    for (let kill = 0; kill < kills; kill += 1) {
      const trial = DELETE.includes(failpoint) ? tryDelete : tryRegister
      const outcome = await trial(failpoint, kill)
      for (const name of Object.keys(row)) row[name] += outcome[name]
    }
    for (const name of Object.keys(totals)) totals[name] += row[name]
    console.log(
      `${failpoint.padEnd(14)} kills ${row.kills}, clients there ${row.clients}, unaccounted ${row.unaccounted}, duplicates ${row.duplicates}, secrets lost ${row.lost}`,
    )
  }
} finally {
  double.close()
  rmSync(root, { recursive: true, force: true })
}
if (values.json) console.log(JSON.stringify(totals))
else
  console.log(
    `\n${totals.kills} kills: unaccounted ${totals.unaccounted}, duplicates ${totals.duplicates}, secrets lost ${totals.lost}`,
  )
const isClean = totals.unaccounted + totals.duplicates + totals.lost === 0
process.exit(isClean && totals.kills === kills * 8 ? 0 : 1)

/** Registers once, dies, asks again after a restart with the same id. */
async function tryRegister(failpoint, kill) {
  const draft = buildDraft(failpoint, kill)
  if (failpoint === 'request-sent') double.mood = 'slow'
  if (failpoint === LOST) double.mood = 'lost'
  const isAlive = await tryOnce(failpoint, (call) => call('POST', '/api/registrations', draft))
  double.mood = 'normal'
  const companion = await startCompanion()
  // Who got no answer asks again; an intent that never reached the disk is a new try.
  await companion.call('POST', '/api/registrations', draft)
  const ledger = (await companion.call('GET', '/api/registrations')).filter(
    ({ client_name }) => client_name === draft.metadata.client_name,
  )
  await companion.stop()
  return { kills: isAlive ? 0 : 1, ...account(draft.metadata.client_name, ledger) }
}

/** Deletes once, dies, deletes again after a restart. */
async function tryDelete(failpoint, kill) {
  const draft = buildDraft(failpoint, kill)
  const before = await startCompanion()
  await before.call('POST', '/api/registrations', draft)
  await before.stop()
  const path = `/api/registrations/${draft.id}`
  const isAlive = await tryOnce(failpoint, (call) => call('DELETE', path))
  const companion = await startCompanion()
  const { deletion_asked_at } = await companion.call('GET', path)
  await companion.call('DELETE', path)
  const record = await companion.call('GET', path)
  await companion.stop()
  const { clients, ...rest } = account(draft.metadata.client_name, [record])
  // Deleted here means gone there.
  const isOrphan = record.state === 'deleted' && clients > 0
  return {
    kills: isAlive ? 0 : 1,
    clients,
    ...rest,
    unaccounted:
      rest.unaccounted +
      (isOrphan || record.state !== 'deleted' || deletion_asked_at === undefined ? 1 : 0),
  }
}

function buildDraft(failpoint, kill) {
  return {
    id: randomUUID(),
    origin: 'test',
    provider: 'other',
    idp_host: double.origin,
    registration_endpoint: `${double.origin}/register`,
    metadata: {
      client_name: `${failpoint} ${kill}`,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
    },
  }
}

/** The ledger has to have every client of the provider, by its id or in the state `unknown`. */
function account(name, ledger) {
  const there = double.find(name)
  const known = new Set(ledger.flatMap(({ client_id }) => client_id ?? []))
  const unknown = ledger.filter(({ state }) => state === 'unknown').length
  const strangers = there.filter((id) => !known.has(id)).length
  const lost = ledger.filter(
    ({ state, client_secret }) => state === 'active' && client_secret === undefined,
  ).length
  return {
    clients: there.length,
    unaccounted: Math.max(0, strangers - unknown),
    duplicates: Math.max(0, there.length - 1),
    lost,
  }
}

/** @returns Whether the companion is still alive, which it must not be. */
async function tryOnce(failpoint, act) {
  const companion = await startCompanion({ DCR_LAB_FAILPOINT: failpoint })
  const isAlive = await act((...call) => companion.call(...call)).then(
    () => true,
    () => false,
  )
  if (isAlive) await companion.stop()
  else await companion.ended
  return isAlive
}

async function startCompanion(env = {}) {
  const args = ['--json', '--no-open', '--port', '0', '--log-level', 'silent']
  args.push('--data', join(root, 'data'), '--config', join(root, 'config'))
  const loaded = ['--import', pathToFileURL(join(ROOT, 'scripts', 'kill-at-failpoint.mjs')).href]
  const program = join(ROOT, 'bin', 'dcr-lab.mjs')
  const child = spawn(process.execPath, [...loaded, program, 'start', ...args], {
    env: { ...process.env, DCR_LAB_TOKEN: TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const line = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(text)
    })
    child.once('exit', () => reject(new Error('The companion did not start')))
  })
  const { addresses } = JSON.parse(line)
  return {
    ended,
    async call(method, path, body) {
      const answer = await fetch(addresses.control + path, {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      return answer.json()
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Replaces a provider, since a real one cannot be told to lose an answer. Counts the clients. */
async function startCountingDouble() {
  const clients = new Map()
  const state = { mood: 'normal', origin: '', find: (name) => findByName(name), close: () => {} }
  const findByName = (name) =>
    [...clients].flatMap(([id, client]) => (client.client_name === name ? [id] : []))
  const server = createServer((request, response) => void answer(request, response))
  async function answer(request, response) {
    let text = ''
    for await (const chunk of request) text += chunk
    const id = request.url.split('/')[2]
    if (request.method === 'DELETE') {
      const isKnown = clients.delete(id)
      // RFC 7592 §2.3: the client's token died with it.
      response.writeHead(isKnown ? 204 : 401).end()
      return
    }
    const client_id = randomUUID()
    clients.set(client_id, JSON.parse(text))
    if (state.mood === 'lost') {
      request.socket.destroy()
      return
    }
    if (state.mood === 'slow') await new Promise((resolve) => setTimeout(resolve, 400))
    response.writeHead(201, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        ...clients.get(client_id),
        client_id,
        client_secret: randomUUID(),
        client_secret_expires_at: 0,
        registration_access_token: randomUUID(),
        registration_client_uri: `${state.origin}/register/${client_id}`,
      }),
    )
  }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.origin = `http://127.0.0.1:${server.address().port}`
  state.close = () => {
    server.close()
    server.closeAllConnections()
  }
  return state
}
