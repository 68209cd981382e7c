import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import { giveCertificates } from './certificate-options.ts'

const HOST = 'https://idp.example:8443/realms/lab'
let lab: TestCompanion
let folder: string

beforeAll(async () => {
  lab = await startTestCompanion()
  folder = await mkdtemp(join(tmpdir(), 'dcr-pem-'))
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'app' }])
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'key.pem'), key)
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await lab.stop()
})

test('what the files hold is trusted and shown at the origin of the provider', async () => {
  const cert = join(folder, 'cert.pem')
  await giveCertificates(lab.client, HOST, { ca: cert, cert, key: join(folder, 'key.pem') })
  expect(await lab.client.listProviderCertificates()).toMatchObject([
    { origin: 'https://idp.example:8443', client: { subject: 'CN=app' } },
  ])
})

test.each([
  ['a certificate without its key', HOST, { cert: 'a' }, /--key/],
  ['a key without its certificate', HOST, { key: 'a' }, /--cert/],
  ['no provider', undefined, { ca: 'a' }, /address of a provider/],
  ['a file that is not there', HOST, { ca: '/nowhere/ca.pem' }, /\/nowhere\/ca\.pem.*ENOENT/],
])('%s is refused in words', async (_name, host, values, words) => {
  await expect(giveCertificates(lab.client, host, values)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: expect.stringMatching(words) as string,
  })
})
