import { exec } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(exec)
const BIN = join(import.meta.dirname, '..', '..', 'bin')

/** A package that has its `bin/` and nothing else yet. */
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-bin-'))
  await cp(BIN, join(folder, 'bin'), { recursive: true })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('a checkout that was not built says how to build it', async () => {
  await expect(run(`${process.execPath} bin/dcr-lab.mjs`, { cwd: folder })).rejects.toMatchObject({
    code: 1,
    stderr: 'Not built: npm run build\n',
  })
})

test('a reader that leaves early does not cut a command short', async () => {
  await mkdir(join(folder, 'dist', 'companion'), { recursive: true })
  await writeFile(
    join(folder, 'dist', 'companion', 'dcr-lab.mjs'),
    `export async function runCommandLine() {
      for (let line = 0; line < 200; line += 1) {
        console.log(line)
        // The command is slower than its reader: without a pause all lines fit into the pipe before it closes.
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      console.error('cleaned up')
      return 0
    }`,
  )
  const { stdout, stderr } = await run(`${process.execPath} bin/dcr-lab.mjs | head -1`, {
    cwd: folder,
  })
  expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: 'cleaned up\n' })
})
