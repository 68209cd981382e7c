import type { JWK } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import {
  type Lab,
  type Signer,
  answerJson,
  createSigner,
  openTestGateway,
  sendRaw,
  sendTarget,
} from './test-gateway.ts'
import { WIRE_DIFFERENCES } from './wire-differences.ts'

let signer: Signer
const STRANGE: JWK = { kty: 'AKP', alg: 'ML-DSA-65', pub: 'AAAA', kid: 'm' }

beforeAll(async () => {
  signer = await createSigner('key-1')
})

const PROBES: Record<string, (lab: Lab, quirks: string[]) => Promise<unknown>> = {
  async spoiled_set(lab, quirks) {
    await lab.putApi({ config_data: { dcr_lab: { quirks } } })
    lab.jwks.answer = answerJson({ keys: [STRANGE, signer.jwk] })
    return status(lab)
  },
  async source_line_break(lab) {
    await lab.putApi({ jwt_source: btoa(`${lab.jwksUrl}\n`) })
    return status(lab)
  },
  async redirected_set(lab) {
    lab.jwks.answer = (_request, response) =>
      response.writeHead(302, { Location: lab.upstreamUrl }).end()
    return status(lab)
  },
  async empty_kid(lab) {
    lab.jwks.answer = answerJson({ keys: [{ ...signer.jwk, kid: '' }] })
    return status(lab, await signer.sign({}, { kid: '' }))
  },
  async session_history(lab) {
    await lab.putPolicy({ quota_max: 77 })
    await lab.putPolicy({ id: 'plain', quota_max: 55, partitions: { acl: true } })
    const read = async (pol: string) => {
      const token = await signer.sign({ pol })
      return (await lab.call('/api/x', { token })).headers.get('x-ratelimit-limit')
    }
    return [await read('okta-policy'), await read('plain')]
  },
  async shared_partition(lab) {
    await lab.putPolicy({ rate: 1, per: 60 })
    const first = [await status(lab), await status(lab)]
    await lab.putPolicy({ rate: 2, per: 60 })
    return [...first, await status(lab), await status(lab)]
  },
  foreign_host: (lab) =>
    Promise.all(
      ['Host: gateway.test\r\n', ''].map((host) => read(lab, `GET /api/x HTTP/1.0\r\n${host}\r\n`)),
    ),
  target_form: (lab) =>
    Promise.all(
      ['GET http://other.test/api/x', 'OPTIONS *'].map((line) => read(lab, head(lab, line))),
    ),
  framing: (lab) =>
    Promise.all([
      read(lab, `${head(lab, 'POST /api/x', 'Content-Length: 1', 'Content-Length: 1')}a`),
      read(lab, head(lab, 'POST /api/x', 'Content-Length: 1', 'Transfer-Encoding: chunked')),
      read(lab, head(lab, 'GET /api/x', 'X-A: 1', ' fold')),
      read(lab, head(lab, 'GET /api/x').replaceAll('\r', '')),
      read(lab, head(lab, 'GET /api/x').replace('HTTP/1.1', 'HTTP/1.2')),
    ]),
  spaces: async (lab) =>
    read(lab, head(lab, 'GET  /api/x', `Authorization: ${await signer.sign()}`)),
  sizes: (lab) =>
    Promise.all([
      read(lab, head(lab, 'GET /api/x', `X-A: ${'a'.repeat(17_000)}`)),
      read(lab, head(lab, 'GET /api/x', ...Array<string>(101).fill('X-A: 1'))),
      sendTarget(lab.port, `/api/${'a'.repeat(9000)}`),
    ]),
  connect: (lab) =>
    Promise.all([
      read(lab, head(lab, 'CONNECT /api/x')),
      read(lab, head(lab, 'GET /api/x', 'Expect: tea')),
    ]),
  async upstream_framing(lab) {
    await lab.putApi({ use_keyless: true })
    const fields = ['Transfer-Encoding: chunked', 'Trailer: X-T', 'Expect: 100-continue']
    await sendRaw(lab.port, `${head(lab, 'POST /api/x', ...fields)}1\r\na\r\n0\r\nX-T: 1\r\n\r\n`)
    await sendRaw(lab.port, head(lab, 'PROPFIND /api/x'))
    const [post, propfind] = lab.hits.map(({ headers }) => headers)
    return [post?.trailer, post?.expect, propfind?.['content-length']]
  },
  async malformed(lab) {
    return (await sendRaw(lab.port, head(lab, 'GET /api/x', 'X-A : 1'))).split('\r\n\r\n')[1]
  },
}

const OUTCOMES: Record<string, { here: unknown; tyk?: unknown }> = {
  spoiled_set: { here: 200, tyk: 403 },
  source_line_break: { here: 200 },
  redirected_set: { here: 403 },
  empty_kid: { here: 403 },
  session_history: { here: ['77', '55'] },
  shared_partition: { here: [200, 429, 200, 200] },
  foreign_host: { here: [421, 400] },
  target_form: { here: [400, 400] },
  framing: { here: [400, 400, 400, 400, 400] },
  spaces: { here: 200 },
  sizes: { here: [431, 431, 414] },
  connect: { here: [405, 417] },
  upstream_framing: { here: [undefined, undefined, '0'] },
  malformed: { here: '400 Bad Request' },
}

async function status(lab: Lab, token?: string): Promise<number> {
  return (await lab.call('/api/x', { token: token ?? (await signer.sign()) })).status
}

function head(lab: Lab, line: string, ...fields: string[]): string {
  const lines = [`${line} HTTP/1.1`, `Host: 127.0.0.1:${lab.port}`, 'Connection: close', ...fields]
  return `${lines.join('\r\n')}\r\n\r\n`
}

async function read(lab: Lab, bytes: string): Promise<number> {
  return Number((await sendRaw(lab.port, bytes)).split(' ')[1])
}

async function probe(id: string, quirks: string[]): Promise<unknown> {
  const lab = await openTestGateway([signer.jwk])
  try {
    return await PROBES[id]?.(lab, quirks)
  } finally {
    await lab.close()
  }
}

test.each(WIRE_DIFFERENCES)('$id', async ({ id, quirk }) => {
  expect(OUTCOMES).toHaveProperty(id)
  expect(await probe(id, [])).toEqual(OUTCOMES[id]?.here)
  expect(quirk && (await probe(id, [quirk]))).toEqual(OUTCOMES[id]?.tyk)
})

test.each<[string, (lab: Lab) => Promise<void>, string, string | undefined]>([
  [
    'a key set that Tyk cannot read',
    (lab) => {
      lab.jwks.answer = answerJson({ keys: [STRANGE, signer.jwk] })
      return Promise.resolve()
    },
    'accepted here, 403 at Tyk, because Tyk cannot read the key m of the set and then uses none of its keys',
    'its type or curve is unknown',
  ],
  [
    'an address with a line break',
    (lab) => lab.putApi({ jwt_source: btoa(`${lab.jwksUrl}\n`) }),
    'accepted here, 403 at Tyk, because the address in jwt_source holds a line break',
    undefined,
  ],
])('the verdict of a call that passes warns of %s', async (_case, prepare, warning, why) => {
  const lab = await openTestGateway([signer.jwk])
  try {
    await prepare(lab)
    expect(await status(lab)).toBe(200)
    const [verdict] = lab.verdicts.list(1)
    const evidence = verdict?.checks.find(({ id }) => id === 'key')?.evidence ?? []
    const find = (label: string) => evidence.find((one) => one.label === label)?.value
    expect(find('At Tyk')).toContain(warning)
    expect(find('Why Tyk cannot read the key')).toBe(why)
  } finally {
    await lab.close()
  }
})
