import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createUploads, type Uploads } from './uploads.ts'

const MIB = 1024 * 1024

let folder: string
let uploads: Uploads
/** Seconds since the epoch, so that no two files are of the same age. */
let age = 1_000_000

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dcr-uploads-'))
  uploads = createUploads(folder, { files: 3, fileMib: 2, allMib: 4 })
})

afterEach(() => rm(folder, { recursive: true }))

async function upload(mib: number): Promise<string> {
  const { id, size_bytes } = await uploads.take(Readable.from([Buffer.alloc(mib * MIB)]))
  expect(size_bytes).toBe(mib * MIB)
  await utimes(join(folder, id), age, age)
  age += 10
  return id
}

test('a file that is too large is refused, and nothing of it stays', async () => {
  await expect(
    uploads.take(Readable.from([Buffer.alloc(MIB), Buffer.alloc(MIB), Buffer.alloc(1)])),
  ).rejects.toMatchObject({
    code: 'BODY_TOO_LARGE',
    message: 'The file is larger than 2 MiB.',
  })
  expect(await readdir(folder)).toEqual([])
})

test('the newest files stay, so many and so large together', async () => {
  const ids: string[] = []
  for (const mib of [0, 0, 0, 1]) ids.push(await upload(mib))
  expect((await readdir(folder)).sort()).toEqual(ids.slice(1).sort())
  for (const mib of [2, 2]) ids.push(await upload(mib))
  expect((await readdir(folder)).sort()).toEqual(ids.slice(4).sort())
})

test('an upload that breaks off leaves nothing', async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.alloc(10)
      throw new Error('The connection was closed')
    })(),
  )
  await expect(uploads.take(broken)).rejects.toThrow('The connection was closed')
  expect(await readdir(folder)).toEqual([])
})

test('uploads at once are bounded like others, and none of them fails', async () => {
  const taking = Array.from({ length: 12 }, () => uploads.take(Readable.from([Buffer.alloc(1)])))
  await Promise.all(taking)
  expect(await readdir(folder)).toHaveLength(3)
})
