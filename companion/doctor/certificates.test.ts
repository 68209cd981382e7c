import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { EN } from '#shared/messages/en/en.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

const DAY_MS = 86_400_000

let lab: TestCompanion
let server: Server | undefined

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

afterAll(() => lab.stop())

interface CertificateOrder {
  names: readonly string[]
  fromMs?: number
  toMs?: number
}

/** A server with a self-signed certificate. */
async function serve({
  names,
  fromMs = -DAY_MS,
  toMs = DAY_MS,
}: CertificateOrder): Promise<number> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + fromMs),
    notAfterDate: new Date(Date.now() + toMs),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: names.map((name) =>
          /^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name },
        ),
      },
    ],
  })
  server = createServer({ key, cert }, (_request, response) => response.end())
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', () => resolve()))
  return (server.address() as AddressInfo).port
}

const examine = (host: string) => lab.client.examine({ body: { host } })

test('a self-signed certificate is named, with who made it', async () => {
  const port = await serve({ names: ['127.0.0.1'] })
  const { findings, passed } = await examine(`https://127.0.0.1:${port}`)
  expect(findings[0]).toMatchObject({ id: 'certificate-untrusted', layer: 'network' })
  expect(findings[0]?.seen).toContain('DEPTH_ZERO_SELF_SIGNED_CERT')
  expect(passed.map(({ text }) => text)).toContain(
    'TLSv1.3, a certificate for IP Address:127.0.0.1',
  )
})

test('a certificate for another name is named, and what else is wrong with it', async () => {
  const port = await serve({ names: ['sso.dcr-lab.test'] })
  const { findings } = await examine(`https://127.0.0.1:${port}`)
  expect(findings[0]?.id).toBe('certificate-for-another')
  const facts = { names: 'DNS:sso.dcr-lab.test', trustProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT' }
  expect(findings[0]?.facts).toEqual(facts)
  expect(findings[0]?.seen).toBe(EN.findings['certificate-for-another'].seen(facts))
})

test('names are compared after they were resolved', async () => {
  const port = await serve({ names: ['localhost'] })
  const { findings } = await examine(`https://localhost:${port}`)
  expect(findings[0]?.id).toBe('certificate-untrusted')
})

test('a certificate that has ended is named with the day', async () => {
  const port = await serve({ names: ['127.0.0.1'], fromMs: -3 * DAY_MS, toMs: -DAY_MS })
  const { findings } = await examine(`https://127.0.0.1:${port}`)
  expect(findings[0]?.id).toBe('certificate-ended')
  expect(findings[0]?.seen).toMatch(/^It ended at \d{4}-/)
})

test('a certificate that begins tomorrow is named', async () => {
  const port = await serve({ names: ['127.0.0.1'], fromMs: DAY_MS, toMs: 2 * DAY_MS })
  const { findings } = await examine(`https://127.0.0.1:${port}`)
  expect(findings[0]?.id).toBe('certificate-early')
})

test('addresses that are never a provider are not even connected to', async () => {
  const { findings } = await examine('https://169.254.169.254')
  expect(findings[0]?.id).toBe('address-refused')
  expect(findings[0]?.seen).toContain('169.254.169.254')
})
