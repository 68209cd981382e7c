import { expect, test } from 'dcr-lab/vitest'

test('a client registers, gets a token, and the API answers', async ({ journey }) => {
  const { answer, token } = await journey.walk()
  expect(answer).toHaveVerdict('allowed')
  expect(token).toMatchJwt({ aud: 'api://default' })
})

test('a refusal carries the code of the provider', async ({ client }) => {
  const registration = client.register({ grant_types: ['password'] })
  await expect(registration).toBeRejectedWith('invalid_client_metadata')
})
