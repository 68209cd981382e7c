import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

const PROGRAMS = {
  start: `import { runCommandLine } from './dcr-lab.ts'
process.exitCode = await runCommandLine(process.argv.slice(2), { extension: '' })`,
  'make-key': `import { createKeyFile } from '../secrets/key-file.ts'
await createKeyFile(process.argv[2]).catch((error) => console.error(error.message))`,
}

let root: string

// They run in processes of their own, which may write no file.
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dcr-full-'))
  for (const [name, contents] of Object.entries(PROGRAMS)) await bundle(name, contents)
})

afterAll(() => rm(root, { recursive: true, force: true }))

async function bundle(name: string, contents: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: join(root, `${name}.mjs`),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    external: ['@playwright/test', 'vitest'],
    logLevel: 'silent',
    banner: {
      js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);',
    },
  })
}

/** Runs a program where a file may have so many bytes: none, as on a full disk, or a few. */
async function run(
  [name, bytes]: [name: keyof typeof PROGRAMS, bytes: number],
  ...options: string[]
): Promise<{ code: number; words: string }> {
  const child = spawn(
    'bash',
    // The limit would otherwise end the program by a signal.
    ['-c', `trap '' XFSZ; exec prlimit --fsize=${bytes} "$0" "$@"`, process.execPath].concat(
      join(root, `${name}.mjs`),
      options,
    ),
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const [words, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  return { code: code as number, words }
}

const isLinux = process.platform === 'linux'

test.runIf(isLinux)('start on a full disk says so in a sentence', async () => {
  const directories = ['--data', join(root, 'data'), '--config', join(root, 'config')]
  const { code, words } = await run(
    ['start', 0],
    'start',
    '--no-open',
    '--port',
    '0',
    ...directories,
  )
  expect(words).toMatch(/^The directory .* cannot be used: /)
  expect(words).toContain('Make room on it')
  expect(words).not.toMatch(/^\s+at /m)
  expect(code).toBe(1)
})

test.runIf(isLinux)('a disk with room for the lock alone is told, too', async () => {
  const directories = ['--data', join(root, 'small'), '--config', join(root, 'other')]
  const { code, words } = await run(
    ['start', 150],
    'start',
    '--no-open',
    '--port',
    '0',
    ...directories,
  )
  expect(words).toMatch(/^The directory .* cannot be used: /)
  expect(words).not.toMatch(/^\s+at /m)
  expect(code).toBe(1)
})

test.runIf(isLinux)('a key file that could not be written is not left behind empty', async () => {
  const { words } = await run(['make-key', 0], join(root, 'keys', 'key'))
  expect(words).toMatch(/^The directory .* cannot be used: /)
  expect(await readdir(join(root, 'keys'))).toEqual([])
})
