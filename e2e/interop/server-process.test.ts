import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { findFreePort } from './free-port.ts'
import { startProcess } from './server-process.ts'

/** Listens, ignores SIGTERM, and has a child that does so, too. */
const STUBBORN = `
  process.on('SIGTERM', () => {})
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'])
  require('node:http').createServer((request, response) => response.end(String(child.pid))).listen(Number(process.env.PORT), '127.0.0.1')`

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a server that does not want to end is killed, with what it started', async () => {
  const port = await findFreePort()
  const readyUrl = `http://127.0.0.1:${port}/`
  const server = await startProcess({
    program: process.execPath,
    args: ['-e', STUBBORN],
    cwd: tmpdir(),
    env: { PORT: String(port) },
    readyUrl,
    limitMs: 50_000,
  })
  const child = Number(await (await fetch(readyUrl)).text())
  expect(isAlive(child)).toBe(true)
  await server.stop()
  await expect(fetch(readyUrl)).rejects.toThrow()
  await expect.poll(() => isAlive(child), { timeout: 20_000 }).toBe(false)
})

test('a server that ends before it is ready is told with its last words', async () => {
  const start = startProcess({
    program: process.execPath,
    args: ['-e', 'console.error("no such option"); process.exit(4)'],
    cwd: tmpdir(),
    readyUrl: `http://127.0.0.1:${await findFreePort()}/`,
    limitMs: 50_000,
  })
  await expect(start).rejects.toThrow(/ended with 4[\s\S]*no such option/)
})
