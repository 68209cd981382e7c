// Starts and stops the measured servers; each peer is a separate process.
import { execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { buildCompanion, buildExtension } from '../../scripts/build.mjs'

const HERE = import.meta.dirname
/** Drives the companion under measurement. */
export const TOKEN = 'bench-token-'.padEnd(43, 'x')

const START = join(HERE, '..', '..', 'scripts', 'dcr-lab.mjs')

/**
 * @typedef {{ url: string, pids: () => number[], stop: () => Promise<void> }} Server
 * @typedef {{ root: string, upstream: string, jwksUrl: string, publicPem: string }} Setting
 */

/** @returns {Promise<Server>} */
export async function startNode(file, env, path = '/api/x') {
  const child = fork(join(HERE, file), { env: { ...process.env, ...env }, stdio: 'inherit' })
  const [{ port }] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}${path}`, pids: () => [child.pid], stop: () => end(child) }
}

async function end(child) {
  if (child.exitCode !== null) return
  const closed = once(child, 'exit')
  child.kill('SIGTERM')
  await closed
}

/**
 * The companion as it is shipped: verdicts, limits, and the recorder to disk.
 *
 * @param {Setting} setting
 * @param {string[]} options
 * @returns {Promise<Server & { addresses: Record<string, string>, define: (definitions: unknown[]) => Promise<void> }>}
 */
export async function startCompanion({ root, upstream, jwksUrl }, options = []) {
  // Left to the companion, a build would be measured with it.
  await buildCompanion()
  await buildExtension('chrome')
  const directories = ['--data', join(root, 'data'), '--config', join(root, 'config')]
  const child = spawn(
    process.execPath,
    [START, 'start', '--json', '--port', '0', ...directories, ...options],
    {
      env: { ...process.env, DCR_LAB_TOKEN: TOKEN },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = await once(createInterface(child.stdout), 'line')
  const { addresses } = JSON.parse(line)
  /** Puts APIs and policies in; those with the same id are replaced. */
  const define = async (definitions) => {
    const answer = await fetch(`${addresses.control}/api/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ definitions }),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  }
  await define([
    definePolicy(['bench']),
    defineApi('bench', { listen_path: '/api/', upstream, jwksUrl }),
  ])
  return {
    url: `${addresses.gateway}/api/x`,
    addresses,
    define,
    pids: () => [child.pid, ...listChildren(child.pid)],
    stop: () => end(child),
  }
}

export function definePolicy(apiIds) {
  const rights = apiIds.map((api_id) => [
    api_id,
    { api_id, api_name: api_id, versions: ['Default'] },
  ])
  return {
    id: 'bench',
    name: 'Bench',
    rate: 1_000_000,
    per: 1,
    quota_max: 1_000_000_000,
    access_rights: Object.fromEntries(rights),
  }
}

export function defineApi(api_id, { listen_path, upstream, jwksUrl }) {
  return {
    name: api_id,
    api_id,
    enable_jwt: true,
    jwt_signing_method: 'rsa',
    jwt_source: Buffer.from(jwksUrl).toString('base64'),
    jwt_default_policies: ['bench'],
    proxy: { listen_path, target_url: upstream, strip_listen_path: true },
  }
}

function findProgram(name) {
  return ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))
}

async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

/** @returns {Promise<Server | undefined>} `undefined` where it is not installed. */
export async function startNginx({ root, upstream }) {
  const program = findProgram('nginx')
  if (!program) return undefined
  const port = await findFreePort()
  const folder = join(root, 'nginx')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000;
  upstream up { server ${new URL(upstream).host}; keepalive 64; keepalive_requests 1000000; }
  server { listen 127.0.0.1:${port};
    location /api/ { proxy_pass http://up/; proxy_http_version 1.1; proxy_set_header Connection ""; } }
}
`,
  )
  return startProgram(program, ['-c', join(folder, 'nginx.conf'), '-p', folder], port)
}

/** @returns {Promise<Server | undefined>} `undefined` where it is not installed. */
export async function startHaproxy({ root, upstream, publicPem }) {
  const program = findProgram('haproxy')
  if (!program) return undefined
  const port = await findFreePort()
  const folder = join(root, 'haproxy')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'key.pem'), publicPem)
  writeFileSync(
    join(folder, 'haproxy.cfg'),
    `global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend f
  bind 127.0.0.1:${port}
  http-request set-var(txn.bearer) http_auth_bearer
  http-request deny deny_status 401 unless { var(txn.bearer),jwt_verify("RS256","${folder}/key.pem") -m int 1 }
  default_backend b
backend b
  http-reuse always
  server up ${new URL(upstream).host}
`,
  )
  return startProgram(program, ['-db', '-f', join(folder, 'haproxy.cfg')], port)
}

async function startProgram(program, args, port) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const url = `http://127.0.0.1:${port}/api/x`
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await wait(50)
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`)
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      break
  }
  return { url, pids: () => [child.pid, ...listChildren(child.pid)], stop: () => end(child) }
}

function listChildren(pid) {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .flatMap((line) => (line.trim() === '' ? [] : [Number(line)]))
  } catch {
    return []
  }
}
