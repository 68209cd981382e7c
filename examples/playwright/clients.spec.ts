import { expect, test } from 'dcr-lab/playwright'

test.use({ dcrDialect: 'rfc' })

test('what was granted is what the app was promised', async ({ client }) => {
  const app = await client.register({
    client_name: 'Orders',
    grant_types: ['client_credentials'],
  })
  expect(app).toHaveGranted('client_name', 'Orders')
  expect(app).toHaveGranted('grant_types', expect.arrayContaining(['client_credentials']))
  expect(app).not.toHaveGranted('software_id')
})

test('a redirect URI with a fragment is refused', async ({ client }) => {
  const registration = client.register({
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: ['https://app.example/callback#fragment'],
  })
  await expect(registration).toBeRejectedWith('invalid_redirect_uri')
})

test('a client is read, changed and deleted', async ({ client }) => {
  const app = await client.register({ client_name: 'Before' })
  await app.update({ client_name: 'After' })
  expect(await app.read()).toMatchObject({ client_name: 'After' })
  await app.delete()
  expect(await client.undeleted()).toEqual([])
})
