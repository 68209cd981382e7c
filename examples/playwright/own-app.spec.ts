import { test as base, expect } from 'dcr-lab/playwright'
import { type OrdersApp, registerOrdersClient, startOrdersApi } from './orders-app.ts'

const test = base.extend<{ orders: OrdersApp }>({
  orders: async ({ idp }, use) => {
    const app = await startOrdersApi(idp.issuer, idp.jwksUri)
    await use(app)
    await app.close()
  },
})

test.use({ dcrDialect: 'rfc' })

test('the app takes tokens of its issuer, also after a rotation', async ({
  orders,
  client,
  token,
  idp,
}) => {
  const app = await client.register()
  const before = await token.clientCredentials(app)
  await idp.rotateKeys()
  const after = await token.clientCredentials(app)
  for (const { headers } of [before, after])
    expect((await fetch(`${orders.url}/orders`, { headers })).status).toBe(200)
})

test('the app refuses what another issuer signed', async ({ orders, client, token, idp }) => {
  await idp.startFault('wrong-iss')
  const { headers } = await token.clientCredentials(await client.register())
  expect((await fetch(`${orders.url}/orders`, { headers })).status).toBe(401)
})

test('the client registers itself and reads the orders', async ({ orders, idp }) => {
  await idp.addDefaultScope()
  const { fetchOrders } = await registerOrdersClient(idp.issuer, idp.initialAccessToken)
  const answer = await fetchOrders(orders.url)
  expect(await answer.json()).toEqual([{ id: 1, item: 'a book' }])
})
