import { X509Certificate, createHash, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import { readdir, readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { decodeJwt } from 'jose'
import Provider from 'oidc-provider'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

interface Pair {
  key: string
  cert: string
}

async function issue(name: string, ca?: Pair): Promise<Pair> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    ...(ca && { ca }),
    extensions: [
      { name: 'basicConstraints', cA: ca === undefined },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })
  return { key, cert }
}

let lab: TestCompanion
let server: Server
let origin: string
let ca: Pair
let app: Pair

/** oidc-provider; only a certificate of this authority opens it. */
beforeAll(async () => {
  lab = await startTestCompanion()
  ca = await issue('Test authority')
  app = await issue('orders-app', ca)
  server = createServer({
    ...(await issue('127.0.0.1', ca)),
    ca: ca.cert,
    requestCert: true,
    rejectUnauthorized: true,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const certificateOf = (context: { socket: unknown }): X509Certificate | undefined =>
    (context.socket as TLSSocket).getPeerX509Certificate()
  const provider = new Provider(origin, {
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      registration: { enabled: true },
      registrationManagement: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'https://api.example',
        getResourceServerInfo: () => ({ scope: '', accessTokenFormat: 'jwt' }),
      },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        getCertificate: (context) => certificateOf(context)?.toString(),
        certificateAuthorized: (context) => (context.socket as TLSSocket).authorized,
        certificateSubjectMatches: (context, property, expected) =>
          property === 'tls_client_auth_subject_dn' && certificateOf(context)?.subject === expected,
      },
    },
    clientAuthMethods: ['tls_client_auth', 'client_secret_basic'],
  })
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
})

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await lab.stop()
})

const discover = () => lab.client.discoverProvider({ body: { host: origin } })

test('an authority and a client certificate open a provider that demands both', async () => {
  const params = { origin }
  await expect(discover()).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' })

  await lab.client.putProviderCertificates({ params, body: { ca: ca.cert } })
  await expect(discover()).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' })

  const body = { ca: ca.cert, certificate: app.cert, private_key: app.key }
  const kept = await lab.client.putProviderCertificates({ params, body })
  expect(kept).toMatchObject({
    origin,
    authorities: [{ subject: 'CN=Test authority' }],
    client: { subject: 'CN=orders-app', issuer: 'CN=Test authority' },
  })
  expect(await lab.client.listProviderCertificates()).toEqual([kept])
  await expect(discover()).resolves.toMatchObject({ issuer: origin })

  const registration = await lab.client.registerClient({
    body: {
      id: randomUUID(),
      provider: 'other',
      idp_host: origin,
      registration_endpoint: (await discover()).registration_endpoint ?? '',
      metadata: {
        client_name: 'Orders',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'tls_client_auth',
        tls_client_auth_subject_dn: 'CN=orders-app',
        tls_client_certificate_bound_access_tokens: true,
      },
    },
  })
  expect(registration).toMatchObject({ state: 'active' })
  const token = await lab.client.requestToken({
    body: { grant: 'client_credentials', registration: registration.id },
  })
  const { value } = await lab.client.revealSecret({
    body: { secret: `token/${token.id}/access_token` },
  })
  const thumbprint = createHash('sha256')
    .update(new X509Certificate(app.cert).raw)
    .digest('base64url')
  expect(decodeJwt(value)['cnf']).toEqual({ 'x5t#S256': thumbprint })
  expect(kept.client?.['x5t#S256']).toBe(thumbprint)

  await lab.client.deleteProviderCertificates({ params })
  expect(await lab.client.listProviderCertificates()).toEqual([])
})

test.each([
  ['a text that is no certificate', { ca: 'x' }, /no certificate in PEM/],
  ['a key of another certificate', 'other', /not the one of the client certificate/],
  ['a certificate without its key', 'alone', /go together/],
  ['nothing', {}, /Give a CA certificate/],
])('%s is refused in words', async (_name, given, words) => {
  const other = { certificate: app.cert, private_key: ca.key }
  const body = given === 'other' ? other : given === 'alone' ? { certificate: app.cert } : given
  const call = lab.client.putProviderCertificates({
    params: { origin },
    body,
  })
  await expect(call).rejects.toMatchObject({ message: expect.stringMatching(words) as string })
})

test('no answer and no file holds the private key in plain text', async () => {
  const body = { ca: ca.cert, certificate: app.cert, private_key: app.key }
  const params = { origin }
  const answers = [
    await lab.client.putProviderCertificates({ params, body }),
    await lab.client.listProviderCertificates(),
  ]
  const [, line = ''] = app.key.split('\n')
  expect(line.length).toBeGreaterThan(40)
  expect(JSON.stringify(answers)).not.toContain(line)
  const names = await readdir(lab.dataDir, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  )
  expect(texts.join('')).toContain('provider_certificates')
  expect(texts.join('')).not.toContain(line)
})
