import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../../../companion/idp/testing.ts'
import { findExplanation } from '../../../companion/providers/explanation.ts'
import { readProviderError } from '../../../companion/providers/provider-error.ts'
import { driver } from './driver.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

test('the example driver registers a client at the embedded dialect rfc', async () => {
  const { host, createInitialToken } = await lab.idp.dialects.open('rfc')
  const metadata = driver.buildMetadata({
    client_name: 'Example',
    redirect_uris: [],
    options: {
      provider: 'other',
      grant_types: ['client_credentials'],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
      idp_host: host,
      registration_endpoint: `${host}/reg`,
    },
  })
  expect(driver.findRefusal(metadata)).toBeUndefined()
  const register = (token: string): Promise<Response> =>
    fetch(`${host}/reg`, {
      method: 'POST',
      headers: { authorization: driver.authorize(token), 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    })
  const answer = await register(await createInitialToken())
  expect(answer.status).toBe(201)
  expect(await answer.json()).toMatchObject({ client_name: 'Example', software_id: 'dcr-lab' })

  const refused = await register('made-up')
  const error = readProviderError(refused.status, await refused.text())
  expect(error.status).toBe(401)
  expect(findExplanation(driver.explanations, error).hint).toBeDefined()
})
