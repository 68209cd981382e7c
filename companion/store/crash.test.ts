import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Store } from './store.ts'

const KILLS = 12

let root: string

// The writer runs in a separate process, since the test kills it.
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dcr-crash-'))
  await build({
    entryPoints: ['companion/store/crash-writer.ts'],
    outfile: join(root, 'writer.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);',
    },
  })
})

afterAll(() => rm(root, { recursive: true, force: true }))

test(`${KILLS} kills in mid-write lose nothing that was acknowledged`, async () => {
  const directory = join(root, 'data')
  const acknowledged = new Set<string>()
  for (let kill = 0; kill < KILLS; kill += 1) {
    for (const id of await writeUntilKilled(directory, String(kill))) acknowledged.add(id)
  }
  const store = await Store.open(directory)
  const found = new Set<string>()
  for (const { id } of store.records('policies').list()) found.add(id)
  await store.close()
  expect(acknowledged.size).toBeGreaterThan(KILLS)
  expect([...acknowledged].filter((id) => !found.has(id))).toEqual([])
})

async function writeUntilKilled(directory: string, name: string): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [join(root, 'writer.mjs'), directory, name])
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    if (text === '') setTimeout(() => child.kill('SIGKILL'), 40 + Math.random() * 120)
    text += chunk.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  return text.split('\n').slice(0, -1)
}
