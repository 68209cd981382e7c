import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '..', '..')
const LAB = join(ROOT, 'bin', 'dcr-lab.mjs')
const START = ['start', '--ephemeral', '--json', '--no-open']

let folder: string
let children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-machine-'))
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  await rm(folder, { recursive: true, force: true })
})

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function readLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new TypeError('The program has no output')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return line
}

/** Starts a program whose directory for temporary files is the test's own. */
function start(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

const homes = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('dcr-lab-'))

test('a throw-away companion ends, and leaves nothing, when its starter is killed', async () => {
  const script = `
    const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ${JSON.stringify([LAB, ...START])}, { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.once('data', () => console.log(child.pid))
    setInterval(() => {}, 1000)`
  const starter = start(['-e', script])
  const pid = Number(await readLine(starter))
  expect(isThere(pid)).toBe(true)
  starter.kill('SIGKILL')
  await expect.poll(() => isThere(pid), { timeout: 30_000 }).toBe(false)
  expect(await homes()).toEqual([])
})

test('what a killed throw-away companion has left is gone after the next start', async () => {
  const first = start([LAB, ...START])
  await readLine(first)
  const [left] = await homes()
  first.kill('SIGKILL')
  await once(first, 'exit')
  expect(await homes()).toEqual([left])
  const second = start([LAB, ...START])
  await readLine(second)
  await expect.poll(homes, { timeout: 30_000 }).not.toContain(left)
  second.kill('SIGTERM')
  await once(second, 'exit')
  expect(await homes()).toEqual([])
})

const SOURCES = ['bin', 'companion', 'e2e', 'scripts', 'shared', 'scenarios', 'lessons']
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json']

test('builds that begin at once do not mix their files', async () => {
  for (const name of [...SOURCES, ...FILES])
    await cp(join(ROOT, name), join(folder, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const script = `import('${join(folder, 'scripts', 'build.mjs')}').then((build) => build.buildCompanion())`
  const build = (): Promise<unknown> => run(process.execPath, ['-e', script])
  await Promise.all([build(), build(), build()])
  const built = join(folder, 'dist', 'companion')
  const names = await readdir(built)
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => readFile(join(built, name), 'utf8')),
  )
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/(?:from|import\()\s*"\.\/([^"]+\.mjs)"/g)].map(([, name = '']) => name),
  )
  expect(imported.length).toBeGreaterThan(100)
  expect(imported.filter((name) => !names.includes(name))).toEqual([])
  expect((await readdir(join(folder, 'dist'))).filter((name) => /lock|new|old/.test(name))).toEqual(
    [],
  )
  const { stdout } = await run(process.execPath, [join(folder, 'bin', 'dcr-lab.mjs'), '--version'])
  expect(stdout).toMatch(/\d+\.\d+\.\d+/)
})
