import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDirectory } from './make-directory.ts'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dcr-directory-'))
  await writeFile(join(root, 'file'), '')
})

afterAll(() => rm(root, { recursive: true, force: true }))

test('missing parents are made too, and only the owner can enter', async () => {
  const path = join(root, 'a', 'b', 'c')
  await Promise.all([makeDirectory(path), makeDirectory(path)])
  expect((await stat(join(root, 'a'))).mode & 0o777).toBe(0o700)
  expect((await stat(path)).mode & 0o777).toBe(0o700)
})

test.each([['file'], ['file/below'], ['file/below/further']])(
  'a file in the way is named: %s',
  async (name) => {
    await expect(makeDirectory(join(root, name))).rejects.toMatchObject({
      code: 'DIRECTORY_UNUSABLE',
      message: `The directory ${join(root, name)} cannot be used: ${join(root, 'file')} exists and is not a directory (EEXIST).`,
    })
  },
)

test.runIf(process.platform === 'linux')(
  'a file system that refuses new names is told, and nothing waits for ever',
  async () => {
    await expect(makeDirectory('/proc/dcr-lab/data')).rejects.toMatchObject({
      code: 'DIRECTORY_UNUSABLE',
      message: expect.stringContaining('/proc/dcr-lab') as unknown,
    })
  },
)
