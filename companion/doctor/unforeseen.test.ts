import { expect, test } from 'vitest'
import { createClock } from '../clock/clock.ts'
import { ExamineOrder } from '#shared/contract/doctor.ts'
import { startAnsweringProvider } from './testing/answering-provider.ts'
import { Walk } from './examine.ts'
import type { Evidence } from './evidence.ts'
import { RULES } from './rules.ts'
import type { ExamineDeps } from './walk-tools.ts'

function findFacts(id: string, evidence: Partial<Evidence>): unknown {
  return RULES.find((rule) => rule.id === id)?.find(evidence as Evidence)
}

test('a probe that throws is a finding, and what was seen before is kept', async () => {
  const provider = await startAnsweringProvider()
  const brokenHttp = {
    send: () => Promise.reject(new TypeError('cannot read what came')),
  }
  const deps = { http: brokenHttp, clock: createClock() } as Partial<ExamineDeps> as ExamineDeps
  const target = {
    host: provider.base,
    provider: 'other',
    audience: '',
    mintToken: async () => undefined,
    makeTemporaryScope: async () => async () => undefined,
  } as const
  const walk = new Walk(deps, target, { order: ExamineOrder.parse({}) })
  await walk.go()
  await provider.close()
  expect(walk.evidence.connection).toBeDefined()
  expect(findFacts('stage-unfinished', walk.evidence)).toEqual({
    stage: 'discovery',
    failure: 'cannot read what came',
  })
})

test('what no rule fits is no all-clear', () => {
  const seen = { url: '', text: '', status: 201 }
  const registration = {
    seen,
    scheme: '',
    hadToken: false,
    asked: {},
    granted: {},
    hasSecret: true,
  }
  const token = { seen, method: '', isClientGone: false, hasToken: true }
  const missing = (evidence: Partial<Evidence>): unknown => findFacts('end-not-reached', evidence)
  expect(missing({})).toEqual({ missing: 'client' })
  expect(missing({ registration })).toEqual({ missing: 'token' })
  expect(missing({ registration, token })).toEqual({ missing: 'answer of the API' })
})
