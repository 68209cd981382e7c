import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import { startTestCompanion, TEST_TOKEN, type TestCompanion } from '../test-companion.ts'
import { connect } from './connect.ts'
import { writeRunningFile } from './running-file.ts'

let lab: TestCompanion
let config: string

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

beforeEach(async () => {
  config = await mkdtemp(join(tmpdir(), 'dcr-config-'))
})

afterEach(() => rm(config, { recursive: true, force: true }))

/** As a companion leaves its file; the process id is that of a living process. */
const leaveFile = (control: string) =>
  writeRunningFile(config, {
    pid: process.pid,
    addresses: { ...lab.companion.addresses, control },
    token: TEST_TOKEN,
  })

test('the companion that answers is used, also behind a file whose companion is gone', async () => {
  await leaveFile('http://127.0.0.1:1')
  await leaveFile(lab.companion.addresses.control)
  const { gateway, close } = await connect({ config })
  expect(close).toBeUndefined()
  expect(gateway).toBe(lab.companion.addresses.gateway)
})

test('a new companion is started where only files of ended companions are', async () => {
  await leaveFile('http://127.0.0.1:1')
  const { client, close } = await connect({ config })
  expect(close).toBeDefined()
  await expect(client.getStatus()).resolves.toMatchObject({ is_read_only: false })
  await close?.()
})

test('a program that took the port and never answers is not waited for', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  await leaveFile(`http://127.0.0.1:${port}`)
  const { close } = await connect({ config })
  expect(close).toBeDefined()
  await close?.()
  silent.closeAllConnections()
  silent.close()
})
