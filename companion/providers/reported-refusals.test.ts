import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { ProviderCall, ProviderError } from './driver.ts'
import { getDriver } from './drivers.ts'

interface Report {
  id: string
  report: string
  input: { answer: { status: number; body: Record<string, string> } }
  right: string
}

const FOLDER = join(import.meta.dirname, 'reports')
const REPORTS = readdirSync(FOLDER).map(
  (name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Report,
)

/** What `right` asks for, as words of the hint. */
const RIGHT: Record<string, RegExp> = {
  E12: /RFC 8252/,
  E13: /Get a new one/,
  E14: /provider’s own choice, often loopback/,
  E15: /follow the words/,
  E16: /name the redirect URL/,
  E17: /suspect these: grant_types/,
  T07: /Register a new client/,
}

function readRefusal({ id, input: { answer } }: Report): ProviderError {
  const { error, error_description, message } = answer.body
  const call: ProviderCall = id.startsWith('T') ? 'token' : 'registration'
  return { status: answer.status, error, description: error_description ?? message, call }
}

describe('a refusal from a public report is explained', () => {
  test.each(REPORTS)('$id of $report: $right', (report) => {
    const provider: DcrProvider = report.id === 'E13' ? 'forgerock' : 'other'
    const { hint } = getDriver(provider).explain(readRefusal(report))
    expect(hint).toMatch(RIGHT[report.id] ?? /never/)
  })

  test('T07 with status 400 and at Keycloak before 22 as well', () => {
    const error = { error: 'unauthorized_client', description: 'Invalid client_id' }
    for (const status of [400, 401])
      expect(getDriver('other').explain({ ...error, status, call: 'token' }).hint).toMatch(
        /Register a new client/,
      )
    expect(
      getDriver('other').explain({ status: 400, error: 'invalid_client', call: 'token' }).hint,
    ).toMatch(/Register a new client/)
  })
})

describe('no explanation crosses to a call that it does not speak of', () => {
  const CALLS: readonly ProviderCall[] = ['management', 'token', 'introspection', 'revocation']

  test.each(CALLS)('%s is never told of the initial access token', (call) => {
    for (const status of [302, 400, 401, 403, 404, 405, 415, 429, 500])
      for (const provider of ['other', 'keycloak', 'hydra'] as const) {
        const { hint = '' } = getDriver(provider).explain({ status, call })
        expect(hint).not.toMatch(/initial access token|let this caller register/)
      }
  })

  test('a firewall’s page is not about a token', () => {
    const description = '<HTML><TITLE>Access Denied</TITLE></HTML>'
    const { hint } = getDriver('other').explain({ status: 403, description })
    expect(hint).toMatch(/firewall/)
    expect(hint).not.toMatch(/token/)
  })
})
