import { type Examination, ExamineOrder, type Finding } from '#shared/contract/doctor.ts'

export function createSampleFinding(id: string, part: Partial<Finding> = {}): Finding {
  return {
    id,
    layer: 'registration',
    severity: 'error',
    title: `Title of ${id}`,
    seen: '401 invalid_token',
    expected: 'A token that is good for one more client.',
    cause: 'The token was used up.',
    reference: {
      text: 'RFC 7591 §3, registration endpoint',
      href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3',
    },
    fix: { label: 'Mint another token', is_automatic: true },
    ...part,
  }
}

export function createSampleExamination(id: string, part: Partial<Examination> = {}): Examination {
  const { initial_access_token: _token, ...order } = ExamineOrder.parse({ dialect: 'okta' })
  return {
    id,
    at: '2026-11-23T14:00:00.000Z',
    order,
    findings: [],
    passed: [],
    exchanges: [],
    left_behind: [],
    ...part,
  }
}
