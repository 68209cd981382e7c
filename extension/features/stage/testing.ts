import type { Exchange } from '#shared/contract/exchange.ts'
import type { CheckId, Verdict, VerdictCheck } from '#shared/contract/verdict.ts'

/** A call of the gateway as it was recorded, for tests. */
export function createCall(
  id: string,
  { status = 200, at = 0, verdict = `v-${id}` } = {},
): Exchange {
  return {
    id,
    at: new Date(Date.UTC(2026, 10, 27) + at).toISOString(),
    from: 'app',
    to: 'gateway',
    label: 'Call API',
    duration_ms: 4,
    verdict,
    request: { method: 'GET', url: 'http://127.0.0.1/okta-api/headers', headers: [] },
    response: { status, headers: [] },
  }
}

function createCheck(id: CheckId, part: Partial<VerdictCheck> = {}): VerdictCheck {
  const reference = { text: 'RFC 7519', href: 'https://www.rfc-editor.org/rfc/rfc7519.html' }
  return { id, title: `Check ${id}`, state: 'passed', evidence: [], reference, causes: [], ...part }
}

/** A verdict with two checks, the second of which may have failed, for tests. */
export function createVerdict(id: string, check: CheckId, part: Partial<VerdictCheck>): Verdict {
  const isAllowed = part.state !== 'failed'
  return {
    id,
    at: '2026-11-27T12:00:00.000Z',
    method: 'GET',
    path: '/okta-api/headers',
    status: isAllowed ? 200 : 401,
    is_allowed: isAllowed,
    checks: [createCheck('route'), createCheck(check, part)],
    duration_ms: 4,
  }
}
