import { afterAll, beforeAll } from 'vitest'
import type { Examination, ExamineOrder } from '#shared/contract/doctor.ts'
import { startTestCompanion, type TestCompanion } from '../../test-companion.ts'
import {
  type AnsweringProvider,
  type Answers,
  startAnsweringProvider,
} from './answering-provider.ts'

type Order = Omit<Partial<ExamineOrder>, 'client'> & { client?: Partial<ExamineOrder['client']> }

export interface ExaminedProvider {
  readonly lab: TestCompanion
  readonly provider: AnsweringProvider
  /** Examines the provider as one of an unknown kind, unless the order says otherwise. */
  examine(order?: Order): Promise<Examination>
}

/** A companion and a provider that answers what a test tells it to, for all tests of a file. */
export function openExaminedProvider(): ExaminedProvider {
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
  return {
    get lab() {
      return lab
    },
    get provider() {
      return provider
    },
    examine: (order = {}) =>
      lab.client.examine({ body: { host: provider.base, provider: 'other', ...order } }),
  }
}

/** A client that can be read and managed. */
export const MANAGED_CLIENT: Answers = {
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
  'GET /register/c1': {
    status: 200,
    body: { client_id: 'c1', client_secret: 'a-secret-of-c1' },
  },
}
