import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createAdmissions } from '../decide/admissions.ts'
import type { Counting } from '../limits/counting.ts'
import { createMemoryCounting } from '../limits/memory-counting.ts'
import { createSigner, openTestGateway } from './test-gateway.ts'

/** Counts as a network would answer: later. */
function createLateCounting(): Counting {
  const counting = createMemoryCounting(() => performance.now())
  return {
    enter: (ask) => setImmediate().then(() => counting.enter({ ...ask, last: undefined })),
    takeRate: (ask) => setImmediate().then(() => counting.takeRate(ask)),
    policiesOf: (session) => setImmediate().then(() => counting.policiesOf(session)),
  }
}

test('where counting answers later, limits are as exact and refusals as before', async () => {
  const signer = await createSigner('key-1', 'RS256')
  const lab = await openTestGateway([signer.jwk], {
    openAdmissions: (definitions) =>
      createAdmissions({ definitions, now: Date.now, counting: createLateCounting() }),
  })
  try {
    await lab.putApi({})
    await lab.putPolicy({ rate: 3, per: 60 })
    const token = await signer.sign()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => lab.call('/api/x', { token })),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(3)
    expect(statuses.filter((status) => status === 429)).toHaveLength(17)
  } finally {
    await lab.close()
  }
})
