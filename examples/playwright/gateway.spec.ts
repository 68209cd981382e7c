import { expect, test } from 'dcr-lab/playwright'

test('the gateway says which check failed', async ({ journey, gateway }) => {
  const { token } = await journey.walk({ until: 'token' })
  expect(await gateway.fetch('/okta-api/headers', { token })).toHaveVerdict('allowed')
  expect(await gateway.fetch('/okta-api/headers')).toHaveVerdict('credential')

  const tampered = `${token.accessToken.slice(0, -8)}AAAAAAAA`
  const answer = await gateway.fetch('/okta-api/headers', { token: tampered })
  expect(answer).toHaveVerdict('signature')
})

test.describe('while the provider signs with a key that it does not publish', () => {
  test.use({ dcrScenario: 'kid-unknown' })

  test('the gateway refuses the token until the scenario ends', async ({
    journey,
    gateway,
    scenario,
  }) => {
    const walk = await journey.walk({ until: 'token' })
    const refused = await gateway.fetch('/okta-api/headers', { token: walk.token })
    expect(refused).toHaveVerdict('key')
    await expect(refused).toBeRejectedWith('KEY_UNKNOWN')

    await scenario.stop()
    await walk.step('token')
    const answer = await gateway.fetch('/okta-api/headers', { token: walk.token })
    expect(answer).toHaveVerdict('allowed')
  })
})
