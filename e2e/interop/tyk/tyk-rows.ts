import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { openEchoUpstream } from '../../../companion/gateway/test/tyk-cases/echo-upstream.ts'
import { replayCase } from '../../../companion/gateway/test/tyk-cases/replay-case.ts'
import type { TykCase } from '../../../companion/gateway/test/tyk-cases/tyk-case.ts'
import type { Row } from '../row.ts'
import { CLEAN_UP } from '../rows/clean-up-row.ts'
import type { Scene } from '../scene.ts'
import { findMissing } from './find-missing.ts'
import type { TykControl } from './tyk-control.ts'

const RECORDED = join('companion', 'gateway', 'test', 'tyk-cases', 'recorded')

/** What the rows share: an API with a policy, made for this run alone. */
interface Chain {
  tyk: TykControl
  id: string
  /** What was pushed, as it left the lab. */
  exported: Record<'api' | 'policy', Record<string, unknown> | undefined>
  upstream: Awaited<ReturnType<typeof openEchoUpstream>>
  sign: (claims: Record<string, string>) => Promise<string>
}

/**
 * The rows at a real Tyk Gateway. Nothing that stood there before is touched: ids and listen paths carry chance,
 * and those of the recorded cases are their own.
 *
 * @param open - Called when the first row needs the gateway.
 */
export function tykRows(open: () => TykControl, version: string): Row[] {
  let opened: Promise<Chain> | undefined
  const chain = () => (opened ??= openChain(open()))
  return [
    answersRow(chain),
    pushRow(chain),
    callsRow(chain),
    pullRow(chain),
    casesRow(chain, version),
    {
      name: CLEAN_UP,
      expected: {
        ends: 'nothing of it is left',
        because: 'each definition is asked for once more',
      },
      async run() {
        const { tyk, upstream } = await chain()
        upstream.close()
        const left = await tyk.removeAll()
        return { ends: left.length === 0 ? 'nothing of it is left' : `left: ${left.join(' ')}` }
      },
    },
  ]
}

async function openChain(tyk: TykControl): Promise<Chain> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const upstream = await openEchoUpstream()
  const key = btoa(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  upstream.documents.set('/key', key)
  return {
    tyk,
    id: `dcr-interop-${randomBytes(4).toString('hex')}`,
    exported: { api: undefined, policy: undefined },
    upstream,
    sign: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .setExpirationTime('10m')
        .sign(privateKey),
  }
}

type Open = () => Promise<Chain>

function answersRow(chain: Open): Row {
  return {
    name: 'the Gateway API takes the secret',
    expected: { ends: '200', because: 'it lists its APIs to who has the secret' },
    async run() {
      const { tyk } = await chain()
      const { status, text } = await tyk.call('GET', '/apis')
      return { ends: String(status), says: text.slice(0, 200) }
    },
  }
}

function pushRow(chain: Open): Row {
  return {
    name: 'push: a definition and its policy',
    expected: {
      ends: 'ok: api live, policy live',
      because: 'policies.policy_path is set; a push asks for each after the reload',
    },
    async run(scene) {
      const made = await chain()
      const { tyk, id } = made
      await scene.lab.client.importDefinitions({ body: { definitions: define(made) } })
      tyk.remember('apis', id)
      tyk.remember('policies', id)
      made.exported = await exportBoth(scene, id)
      const { url, secret, apiUrl } = tyk.address
      const { ok, states } = await scene.lab.client.pushToTyk({
        body: { url, secret, api_url: apiUrl, dry_run: false },
      })
      const own = states.filter((state) => state.id === id)
      const told = own.map(({ kind, state }) => `${kind} ${state}`).sort()
      return {
        ends: `${ok ? 'ok' : 'not ok'}: ${told.join(', ')}`,
        says: states.map(({ message }) => message).join(' '),
      }
    },
  }
}

function define({ id, upstream }: Chain): Record<string, unknown>[] {
  return [
    {
      id,
      name: id,
      org_id: id,
      active: true,
      rate: 100,
      per: 1,
      quota_max: -1,
      access_rights: { [id]: { api_id: id, api_name: id, versions: ['Default'] } },
    },
    {
      name: id,
      api_id: id,
      org_id: id,
      active: true,
      enable_jwt: true,
      jwt_signing_method: 'rsa',
      jwt_source: upstream.documents.get('/key'),
      jwt_identity_base_field: 'sub',
      jwt_policy_field_name: 'pol',
      auth_configs: { jwt: { auth_header_name: 'Authorization' } },
      version_data: {
        not_versioned: true,
        versions: { Default: { name: 'Default', use_extended_paths: true } },
      },
      proxy: { listen_path: `/${id}/`, target_url: upstream.url, strip_listen_path: true },
    },
  ]
}

async function exportBoth({ lab }: Scene, id: string): Promise<Chain['exported']> {
  const query = { secrets: 'whole' } as const
  const api = await lab.client.exportApi({ params: { api: id }, query })
  const policy = await lab.client.exportPolicy({ params: { policy: id }, query })
  return { api, policy }
}

function callsRow(chain: Open): Row {
  return {
    name: 'calls: what was pushed is live',
    expected: {
      ends: 'no token 400, good token 200 at the upstream, foreign key 403, unknown policy 403',
      because: 'an API that is loaded with its policy answers so',
    },
    async run() {
      const { tyk, id, sign } = await chain()
      const call = async (token?: string) => {
        const answer = await fetch(`${tyk.address.apiUrl}/${id}/orders`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        })
        return { status: answer.status, text: await answer.text() }
      }
      const good = await sign({ sub: 'ada', pol: id })
      const none = await call()
      const right = await call(good)
      const foreign = await call(`${good.slice(0, -8)}AAAAAAAA`)
      const unknown = await call(await sign({ sub: 'bob', pol: 'nobody' }))
      const isThere = right.text.includes('"url":"/orders"') ? ' at the upstream' : ''
      return {
        ends: `no token ${none.status}, good token ${right.status}${isThere}, foreign key ${foreign.status}, unknown policy ${unknown.status}`,
        says: [none, right, foreign, unknown].map(({ text }) => text.trim()).join(' | '),
      }
    },
  }
}

function pullRow(chain: Open): Row {
  return {
    name: 'pull: what Tyk gives back',
    expected: {
      ends: 'taken; what was pushed is all there',
      because: 'Tyk fills in members and loses none; the lab takes what Tyk writes',
    },
    async run(scene) {
      const { tyk, id, exported } = await chain()
      const pulled = await Promise.all(
        ['policies', 'apis'].map(async (kind) => {
          const { text } = await tyk.call('GET', `/${kind}/${id}`)
          return JSON.parse(text) as Record<string, unknown>
        }),
      )
      await scene.lab.client.importDefinitions({ body: { definitions: pulled } })
      const again = await exportBoth(scene, id)
      const lost = [
        ...findMissing(exported.policy, pulled[0]).map((path) => `Tyk lost policy ${path}`),
        ...findMissing(exported.api, pulled[1]).map((path) => `Tyk lost ${path}`),
        ...findMissing(exported.policy, again.policy).map((path) => `the lab lost policy ${path}`),
        ...findMissing(exported.api, again.api).map((path) => `the lab lost ${path}`),
      ]
      return {
        ends:
          lost.length === 0 ? 'taken; what was pushed is all there' : `taken; ${lost.join(', ')}`,
      }
    },
  }
}

function casesRow(chain: Open, version: string): Row {
  const recordings = readdirSync(RECORDED).map(
    (file) => JSON.parse(readFileSync(join(RECORDED, file), 'utf8')) as TykCase,
  )
  const steps = recordings.reduce((sum, recorded) => sum + recorded.steps.length, 0)
  const tell = (cases: number, requests: number) =>
    `${cases} of ${recordings.length} cases, ${requests} of ${steps} requests as recorded`
  return {
    name: 'the recorded cases',
    expected: {
      ends: tell(recordings.length, steps),
      because: `they were recorded at ${version} with the settings of its tyk.conf.example and policy_path; another version or setting shows here`,
    },
    async run() {
      const { tyk, upstream } = await chain()
      const gateway = new URL(tyk.address.apiUrl)
      const load = async (definitions: readonly Record<string, unknown>[]): Promise<void> => {
        await tyk.load(definitions)
      }
      const said: string[] = []
      let equalCases = 0
      let equalSteps = steps
      for (const recorded of recordings) {
        const differences = await replayCase({ gateway, upstream, load }, recorded)
        if (differences.length === 0) equalCases += 1
        const numbers = new Set(differences.map((text) => Number.parseInt(text, 10)))
        equalSteps -= numbers.size
        said.push(...differences.map((text) => `${recorded.id} ${text.slice(0, 200)}`))
      }
      return { ends: tell(equalCases, equalSteps), says: said.join('\n') }
    },
  }
}
