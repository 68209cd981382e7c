import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { EN } from '#shared/messages/en/en.ts'
import { PSEUDO } from '#shared/messages/test/pseudo-language.ts'
import { DCR_FIXES, createFixFinder } from '../../journeys/fixes.ts'
import type { Decision } from '../verdict/decision.ts'
import { describeVerdict } from '../verdict/describe-verdict.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import { type Lab, type Signer, answerJson, createSigner, openTestGateway } from './test-gateway.ts'

const NOW_MS = Date.UTC(2026, 0, 1)

let signer: Signer
let stranger: Signer
let lab: Lab
let nowMs = NOW_MS

beforeAll(async () => {
  signer = await createSigner('key-1', 'RS256', () => nowMs)
  stranger = await createSigner('key-1', 'RS256', () => nowMs)
})
beforeEach(async () => {
  nowMs = NOW_MS
  lab = await openTestGateway([signer.jwk], { now: () => nowMs })
})
afterEach(() => lab.close())

/** A failure that people meet: what went wrong before the call, and the token of the call. */
interface Failure {
  title: string
  path?: string
  arrange?: () => Promise<unknown>
  token?: () => Promise<string> | string
}

const sign = () => signer.sign()

const FAILURES: readonly Failure[] = [
  { title: 'No token was sent' },
  { title: 'The path belongs to no API', path: '/apix/y', token: sign },
  { title: 'An opaque token was sent', token: () => 'c29tZSBvcGFxdWUgdG9rZW4' },
  { title: 'The token has expired', token: () => signer.sign({ exp: NOW_MS / 1000 - 60 }) },
  {
    title: "The provider's clock is ahead",
    token: () => signer.sign({ iat: NOW_MS / 1000 + 90, exp: NOW_MS / 1000 + 900 }),
  },
  { title: 'The provider changed its keys', token: () => signer.sign({}, { kid: 'key-2' }) },
  { title: 'The token was changed after it was signed', token: () => stranger.sign() },
  {
    title: 'The algorithm is of another family',
    arrange: () => lab.putApi({ jwt_signing_method: 'ecdsa' }),
    token: sign,
  },
  { title: 'The signature was taken off', token: () => signer.sign({}, { alg: 'none' }) },
  {
    title: 'The JWKS URI is wrong',
    arrange: () => {
      lab.jwks.answer = (_request, response) => response.writeHead(404).end('<html>')
      return Promise.resolve()
    },
    token: sign,
  },
  {
    title: 'An ID token was sent',
    token: () => signer.sign({ nonce: 'n-0S6_WzA2Mj', at_hash: '77QmUPtjPfzWtF2AnpK9RQ' }),
  },
  {
    title: 'The token is from another issuer',
    arrange: () =>
      lab.putApi({ config_data: { dcr_lab: { allowed_issuers: ['https://org.okta.test'] } } }),
    token: sign,
  },
  {
    title: 'The token is for another audience',
    arrange: () =>
      lab.putApi({ config_data: { dcr_lab: { allowed_audiences: ['api://default'] } } }),
    token: () => signer.sign({ aud: 'api://other' }),
  },
  {
    title: 'The identity claim is empty',
    arrange: () => lab.putApi({ jwt_identity_base_field: 'email' }),
    token: () => signer.sign({ email: '' }),
  },
  {
    title: 'The policy was never made the default',
    arrange: () => lab.putApi({ jwt_default_policies: [] }),
    token: sign,
  },
  {
    title: 'The token names a policy that does not exist',
    token: () => signer.sign({ pol: 'gold' }),
  },
  {
    title: 'No scope of the token is mapped to a policy',
    arrange: () =>
      lab.putApi({
        scopes: { jwt: { scope_claim_name: 'scp', scope_to_policy: { tyk: 'okta-policy' } } },
      }),
    token: () => signer.sign({ scp: ['other'] }),
  },
  {
    title: 'The policy is for another API',
    arrange: () => lab.putPolicy({ access_rights: { other: { api_id: 'other' } } }),
    token: sign,
  },
  {
    title: 'The rate is used up',
    async arrange() {
      await lab.putPolicy({ rate: 1, per: 60 })
      await lab.call('/api/x', { token: await sign() })
    },
    token: sign,
  },
  {
    title: 'The quota is used up',
    async arrange() {
      await lab.putPolicy({ quota_max: 1, quota_renewal_rate: 3600 })
      await lab.call('/api/x', { token: await sign() })
    },
    token: sign,
  },
  {
    title: 'The upstream is not there',
    arrange: () => lab.putApi({ proxy: { target_url: 'http://127.0.0.1:1' } }),
    token: sign,
  },
  {
    title: 'A key of the set is too weak',
    arrange: () => {
      lab.jwks.answer = answerJson({ keys: [{ ...signer.jwk, e: 'AQ' }] })
      return Promise.resolve()
    },
    token: sign,
  },
]

async function provoke({ title, path = '/api/x', arrange, token }: Failure): Promise<string> {
  await arrange?.()
  const text = await token?.()
  const answer = await lab.call(path, text === undefined ? {} : { token: text })
  const id = answer.headers.get('x-dcr-verdict') ?? ''
  const decision = lab.gateway.verdicts.get(id)
  if (decision) decisions.push(decision)
  const verdict = lab.verdicts.get(id)
  return render(title, answer.text, verdict)
}

function render(title: string, body: string, verdict: Verdict | undefined): string {
  const failed = verdict?.checks.find((check) => check.state === 'failed')
  const passed = verdict?.checks.filter((check) => check.state === 'passed') ?? []
  const causes = (failed?.causes ?? []).map(
    ({ text, fix }, at) => `${at + 1}. ${text}${fix ? ` → **${fix.label}**` : ''}`,
  )
  const evidence = (failed?.evidence ?? []).map(({ label, value }) => `| ${label} | \`${value}\` |`)
  return [
    `## ${title}`,
    `The caller gets ${verdict?.status}:\n\n\`\`\`\n${body}\n\`\`\``,
    `The verdict fails at “${failed?.title}”, after ${passed.length} checks that passed ([${failed?.reference.text}](${failed?.reference.href})):`,
    `> ${failed?.reason}`,
    ...(evidence.length > 0 ? [`| | |\n| --- | --- |\n${evidence.join('\n')}`] : []),
    ...(causes.length > 0 ? [`Likely causes, the likeliest first:\n\n${causes.join('\n')}`] : []),
  ].join('\n\n')
}

/** Free ports differ from run to run; the page keeps those of a companion. */
function fixPorts(page: string): string {
  const upstream = new URL(lab.upstreamUrl).host
  return page
    .replaceAll(new URL(lab.jwksUrl).host, '127.0.0.1:8792')
    .replaceAll(upstream, '127.0.0.1:8794')
    .replaceAll(new URL(lab.url).host, '127.0.0.1:8791')
}

const sections: string[] = []
const decisions: Decision[] = []

test.each(FAILURES)('$title', async (failure) => {
  const section = fixPorts(await provoke(failure))
  expect(section).not.toContain('undefined')
  sections.push(section)
})

/** Whatever a verdict says in a language of marked texts, and of its values those that look like words. */
function listWords({ checks }: Verdict): { texts: string[]; wordyValues: string[] } {
  const evidence = checks.flatMap((check) => check.evidence)
  const causes = checks.flatMap((check) => check.causes)
  const texts = [
    ...checks.flatMap(({ title, reference, reason }) => [title, reference.text, reason]),
    ...evidence.map(({ label }) => label),
    ...causes.flatMap(({ text, fix }) => [text, fix?.label]),
  ]
  const words = new Set<unknown>(Object.values(EN.words))
  // An algorithm may be called none.
  const values = evidence.filter(({ label }) => label !== '⟦alg⟧').map(({ value }) => value)
  return {
    texts: texts.filter((text) => text !== undefined),
    wordyValues: values.filter(
      (value) => words.has(value) || /[a-z]{2,} +[a-z]{2,}/.test(value.replaceAll(/⟦[^⟦⟧]*⟧/g, '')),
    ),
  }
}

test('in another language no word of English is left but in values', () => {
  expect(decisions).toHaveLength(FAILURES.length)
  const findFix = createFixFinder(DCR_FIXES, { language: PSEUDO })
  for (const decision of decisions) {
    const { texts, wordyValues } = listWords(
      describeVerdict(decision, { language: PSEUDO, findFix }),
    )
    expect(texts.filter((text) => !/^⟦.*⟧$/s.test(text))).toEqual([])
    expect(wordyValues).toEqual([])
  }
})

test('the page shows them all; `npm run docs` writes it', async () => {
  expect(sections).toHaveLength(FAILURES.length)
  const intro = `# What the gateway says when it says no

${FAILURES.length} failures, each with the answer that the caller gets, which is Tyk's, and the verdict, which says
what that answer hides. A verdict is at \`GET /api/verdicts/{id}\`; its id is in the field \`X-DCR-Verdict\` of
the answer. This page is made by \`npm run docs\`, with the gateway's own answers.`
  const page = `${[intro, ...sections].join('\n\n')}\n`
  await expect(page).toMatchFileSnapshot('../../../docs/verdicts.md')
})
