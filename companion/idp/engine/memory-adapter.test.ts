import { expect, test } from 'vitest'
import { createAdapterFactory } from './memory-adapter.ts'

test.each(['AuthorizationCode', 'RefreshToken', 'DeviceCode'])(
  'of ten calls that have all found a %s unused one uses it',
  async (model) => {
    const adapter = createAdapterFactory(() => undefined, Date.now)(model)
    await adapter.upsert('one', { jti: 'one' }, 60)
    const uses = await Promise.allSettled(
      Array.from({ length: 10 }, async () => adapter.consume('one')),
    )
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await adapter.find('one')).toMatchObject({ consumed: expect.any(Number) as number })
  },
)
