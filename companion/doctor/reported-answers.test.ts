import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Examination, Finding } from '#shared/contract/doctor.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'
import {
  type AnsweringProvider,
  type Answers,
  type GivenAnswer,
  startAnsweringProvider,
} from './testing/answering-provider.ts'

interface Report {
  id: string
  report: string
  input: { answer?: GivenAnswer; serve?: Record<string, unknown> }
  right: string
}

/** What `right` of a report asks of the examination. */
interface Right {
  provider?: DcrProvider
  /** The first error, or the warning that has to be there. */
  finding: string
  /** Words that stand in it. */
  words?: RegExp
  /** Whether the examination ends with errors. */
  isError?: boolean
}

const FOLDER = join(import.meta.dirname, 'reports')
const REPORTS = readdirSync(FOLDER).map(
  (name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Report,
)

const RIGHT: Record<string, Right> = {
  E01: { provider: 'keycloak', finding: 'unknown-member', words: /"resource"|Named: resource/ },
  E07: { finding: 'empty-500', words: /log/ },
  E08: {
    finding: 'registration-not-found',
    words: /address is wrong, or registration is switched off/,
  },
  E10: { finding: 'registration-page', words: /firewall/ },
  E12: {
    finding: 'redirect-refused',
    words: /must use HTTPS: http:\/\/127\.0\.0\.1:33418.*RFC 8252/s,
  },
  E13: { provider: 'forgerock', finding: 'registration-not-open' },
  E14: { finding: 'redirect-refused', words: /not approved.*provider’s own choice/s },
  E15: { finding: 'member-refused', words: /Named: logo_uri/ },
  E16: { provider: 'keycloak', finding: 'redirect-refused', words: /valid host component/ },
  E17: { finding: 'metadata-refused', words: /suspect those of grants/ },
  R03: { finding: 'grants-unsaid', words: /default authorization_code/, isError: false },
  R10: { finding: 'grants-unsaid', isError: false },
  R13: {
    finding: 'management-refused',
    words: /400 invalid_client|400: invalid_client/,
    isError: false,
  },
  R14: { finding: 'registration-redirected', words: /302 to http/ },
  T01: { finding: 'answer-no-token', words: /access_token, scope, token_type.*JSON/s },
  T03: { finding: '' },
  M01: {
    finding: 'resource-metadata-missing',
    words: /oauth-protected-resource.*authorization server is http/s,
  },
  M03: { finding: 'client-id-documents', isError: false },
}

let lab: TestCompanion
let provider: AnsweringProvider

beforeAll(async () => {
  lab = await startTestCompanion()
  provider = await startAnsweringProvider()
})

afterAll(async () => {
  await lab.stop()
  await provider.close()
})

const NO_AS = { 'GET /.well-known/oauth-authorization-server': { status: 404 } }

function readAnswers({ id, input: { answer, serve } }: Report): Answers {
  if (id === 'R13')
    return {
      'POST /register': {
        status: 201,
        body: {
          client_id: 'c1',
          client_secret: 'a-secret-of-c1',
          grant_types: ['client_credentials'],
          registration_client_uri: 'BASE/register/c1',
          registration_access_token: 'the-registration-access-token',
        },
      },
      'GET /register/c1': { status: 400, body: { error: 'invalid_client' } },
    }
  if (id === 'M01') return { 'GET /v1/mcp': { status: 401 } }
  if (serve)
    return {
      ...NO_AS,
      ...Object.fromEntries(
        Object.entries(serve).map(([call, body]) => [call, { status: 200, body }]),
      ),
    }
  const given = answer ?? { status: 404 }
  return id.startsWith('T') ? { 'POST /token': given } : { 'POST /register': given }
}

function write({ title, seen, cause, fix }: Finding): string {
  return [title, seen, cause, fix.label].join(' ')
}

async function examine(report: Report, kind: DcrProvider): Promise<Examination> {
  provider.serve(readAnswers(report))
  const isMcp = report.id.startsWith('M')
  return lab.client.examine({
    body: {
      host: report.id === 'M01' ? `${provider.base}/v1/mcp` : provider.base,
      provider: kind,
      ...(isMcp && { client: { kind: 'mcp_host' } }),
    },
  })
}

describe('an answer from a public report', () => {
  test.each(REPORTS)('$id of $report: $right', async (report) => {
    const right = RIGHT[report.id]
    if (!right) throw new RangeError(`Nothing is asserted of ${report.id}`)
    const { findings } = await examine(report, right.provider ?? 'other')
    const errors = findings.filter(({ severity }) => severity === 'error')
    const found = findings.find(({ id }) => id === right.finding)
    const { isError = right.finding !== '' } = right
    expect(found?.id ?? '').toBe(right.finding)
    expect(errors[0]?.id).toBe(isError ? right.finding : undefined)
    expect(found ? write(found) : '').toMatch(right.words ?? /^/)
  })
})
