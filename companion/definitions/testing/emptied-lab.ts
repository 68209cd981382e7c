import { afterAll, beforeAll, beforeEach } from 'vitest'
import { startTestCompanion, type TestCompanion } from '../../test-companion.ts'

export type Members = Record<string, unknown>

export interface EmptiedLab {
  readonly lab: TestCompanion
  take: (...definitions: unknown[]) => ReturnType<TestCompanion['client']['importDefinitions']>
  exportApi: (api: string) => ReturnType<TestCompanion['client']['exportApi']>
}

/** A companion for all tests of a file, without APIs and policies before each of them. */
export function openEmptiedLab(): EmptiedLab {
  let lab: TestCompanion
  beforeAll(async () => {
    lab = await startTestCompanion()
  })
  afterAll(() => lab.stop())
  beforeEach(async () => {
    for (const { api_id } of await lab.client.listApis())
      // One after the other, since the tests share one store.
      await lab.client.deleteApi({ params: { api: api_id } })
    for (const { id } of await lab.client.listPolicies())
      await lab.client.deletePolicy({ params: { policy: id } })
  })
  return {
    get lab() {
      return lab
    },
    take: (...definitions) =>
      lab.client.importDefinitions({ body: { definitions: definitions as Members[] } }),
    exportApi: (api) => lab.client.exportApi({ params: { api }, query: { secrets: 'whole' } }),
  }
}
