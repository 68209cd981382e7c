import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTokenLab, type TokenLab } from '../../tokens/testing.ts'
import { serve, type TestServer } from '../testing.ts'

let kit: TokenLab
let server: TestServer
let seen: NodeJS.Dict<string | string[]> = {}

beforeAll(async () => {
  kit = await startTokenLab()
  server = await serve((request, response) => {
    seen = request.headers
    response.end('{}')
  })
})

afterAll(async () => {
  await server.close()
  await kit.lab.stop()
})

test('a token that is bound to a key is sent with a proof for this request', async () => {
  const registration = await kit.register({ dpop_bound_access_tokens: true })
  const { id } = await kit.lab.client.requestToken({
    body: { grant: 'client_credentials', registration, dpop: true },
  })
  const attempt = await kit.lab.client.sendReplay({
    body: {
      request: {
        method: 'POST',
        url: `${server.origin}/orders?limit=2`,
        route: 'direct',
        token: { kind: 'kept', token: id },
      },
    },
  })
  expect(attempt.sent.token).toContain('bound to a key (DPoP) and is sent with a proof')
  expect(attempt.sent.headers).toContainEqual(['dpop', expect.stringContaining('••••')])
  const [, token = ''] = /^DPoP (.+)$/.exec(String(seen['authorization'])) ?? []
  const { payload, protectedHeader } = await jwtVerify(String(seen['dpop']), EmbeddedJWK, {
    typ: 'dpop+jwt',
  })
  expect(payload).toMatchObject({
    htm: 'POST',
    htu: `${server.origin}/orders`,
    ath: createHash('sha256').update(token).digest('base64url'),
  })
  const { cnf } = decodeJwt(token) as { cnf?: { jkt?: string } }
  expect(await calculateJwkThumbprint(protectedHeader.jwk ?? {})).toBe(cnf?.jkt)
})
