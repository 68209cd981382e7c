import { expect, test } from 'vitest'
import { listen, originOf } from './listen.ts'

const plan = { name: 'test', port: 0, option: '--test-port' }

test('a request that comes before the handler is told to come again, and none after it', async () => {
  const server = await listen(plan)
  const early = await fetch(originOf(server))
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  server.on('request', (_request, response) => response.end('ready'))
  const late = await fetch(originOf(server))
  expect([late.status, await late.text()]).toEqual([200, 'ready'])
  server.close()
})

test('a taken port is named, with the option that changes it', async () => {
  const server = await listen(plan)
  const port = Number(new URL(originOf(server)).port)
  await expect(listen({ ...plan, port })).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `Port ${port} for the test is taken by another program.`,
  })
  server.close()
})
