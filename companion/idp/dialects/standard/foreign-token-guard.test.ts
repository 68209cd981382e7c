import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../../testing.ts'

let lab: TestOrganisation

beforeAll(async () => {
  lab = await startOrganisation()
})

afterAll(() => lab.close())

test.each(['rfc', 'mcp'])(
  '%s: the token of one client opens no other, and stays good',
  async (id) => {
    const dialect = await lab.idp.dialects.open(id)
    const register = async () => {
      const token = await dialect.createInitialToken()
      const body = { client_name: 'Own', grant_types: ['client_credentials'], redirect_uris: [] }
      const { json } = await lab.call('POST', `/${id}/reg`, { token, body })
      const { pathname } = new URL(String(json['registration_client_uri']))
      return { path: pathname, token: String(json['registration_access_token']) }
    }
    const [one, other] = [await register(), await register()]
    for (const method of ['GET', 'DELETE']) {
      const refused = await lab.call(method, other.path, { token: one.token })
      expect([refused.status, refused.json['error']]).toEqual([401, 'invalid_token'])
    }
    expect((await lab.call('DELETE', one.path, { token: one.token })).status).toBe(204)
    expect((await lab.call('GET', other.path, { token: other.token })).status).toBe(200)
  },
)
