import { expect, test } from 'dcr-lab/playwright'

test('a client registers, gets a token, and the API answers', async ({ journey }) => {
  const { answer } = await journey.walk()
  expect(answer).toHaveVerdict('allowed')
})
