import { DIALECT_IDS } from '#shared/idp/dialects.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StepId } from '#shared/contract/run.ts'
import { METADATA_FIELDS } from '#shared/oauth/metadata/fields/metadata-fields.ts'
import { findStep, runSteps, startTestCompanion, type TestCompanion } from '../test-companion.ts'

let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

/** `TOKEN`, or the step that ends the way and the word by which its refusal is known. */
type Outcome = string

const TOKEN: Outcome = 'token passed'
/** The dialect itself says no to the registration. */
const REFUSED: Outcome = 'register-client PROVIDER_REJECTED'
/** A client that proves nothing may not stand for itself: the form says so before anything is sent. */
const CONTRADICTION: Outcome = 'register-client INPUT_INVALID'
/** The dialect registers any method; the companion has no certificate to show at the token endpoint. */
const NO_CERTIFICATE: Outcome = 'token STEP_NOT_READY'
const NO_REGISTRATION: Outcome = 'api-token DISCOVERY_FAILED'

type Dialect = (typeof DIALECT_IDS)[number]

/** What becomes of each method that step 9 offers: everywhere, and where that is different. */
const TABLE: Record<string, { usual: Outcome } & Partial<Record<Dialect, Outcome>>> = {
  client_secret_post: { usual: TOKEN },
  client_secret_basic: { usual: TOKEN },
  client_secret_jwt: { usual: TOKEN, auth0: REFUSED },
  private_key_jwt: { usual: TOKEN },
  none: { usual: CONTRADICTION },
  tls_client_auth: {
    usual: REFUSED,
    keycloak: NO_CERTIFICATE,
    curity: NO_CERTIFICATE,
    gluu: NO_CERTIFICATE,
  },
  self_signed_tls_client_auth: {
    usual: REFUSED,
    curity: NO_CERTIFICATE,
    gluu: NO_CERTIFICATE,
  },
}

/** What a method wants beside itself. */
const COMPANY: Record<string, Record<string, unknown>> = {
  tls_client_auth: { tls_client_auth_subject_dn: 'CN=lab' },
  self_signed_tls_client_auth: { jwks_uri: 'https://client.example/jwks' },
}

const CELLS = Object.entries(TABLE).flatMap(([method, { usual, ...others }]) =>
  DIALECT_IDS.map((dialect): [string, Dialect, Outcome] => [
    method,
    dialect,
    dialect === 'none' ? NO_REGISTRATION : (others[dialect] ?? usual),
  ]),
)

type Inputs = Partial<Record<StepId, Record<string, unknown>>>

/** Walks to step 11. */
async function walk(dialect: Dialect, inputs: Inputs) {
  const run = await lab.client.createRun({ body: { origin: 'test', dialect } })
  const last = await runSteps(lab.client, run, {
    last: 'token',
    inputs: {
      'dcr-settings': { grant_types: ['client_credentials'], response_types: [] },
      ...inputs,
    },
  })
  const failed = last.steps.find(({ problem }) => problem !== undefined)
  const step = failed ?? findStep(last, 'token')
  return { run: last, step, outcome: `${step.id} ${failed?.problem?.code ?? step.state}` }
}

test('the table has every method that step 9 offers', () => {
  const field = METADATA_FIELDS.find(({ name }) => name === 'token_endpoint_auth_method')
  expect(Object.keys(TABLE).sort()).toEqual([...(field?.options ?? [])].sort())
})

test.each(CELLS)('%s at %s: %s', async (token_endpoint_auth_method, dialect, wanted) => {
  const registration = {
    token_endpoint_auth_method,
    ...COMPANY[token_endpoint_auth_method],
  }
  const { outcome, step } = await walk(dialect, { 'register-client': registration })
  expect(outcome, step.problem?.detail).toBe(wanted)
  if (wanted !== TOKEN) return
  expect(step.inputs['token_endpoint_auth_method']).toBe(token_endpoint_auth_method)
  // One call: the metadata was read in step 1.
  expect(await readWays(step.exchanges)).toEqual([WAYS[token_endpoint_auth_method]])
})

test.each(DIALECT_IDS.filter((dialect) => dialect !== 'none'))(
  'none at %s, as the settings of step 7 ask for it: a token',
  async (dialect) => {
    const { outcome } = await walk(dialect, {
      'dcr-settings': {
        grant_types: ['client_credentials'],
        response_types: [],
        token_endpoint_auth_method: 'none',
      },
    })
    // Keycloak gives no service account to a client without credentials.
    expect(outcome).toBe(dialect === 'keycloak' ? 'token TOKEN_REFUSED' : TOKEN)
  },
)

test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])(
  'an assertion of private_key_jwt is signed with %s',
  async (token_endpoint_auth_signing_alg) => {
    const method = { token_endpoint_auth_method: 'private_key_jwt' }
    const registration = { ...method, token_endpoint_auth_signing_alg }
    expect((await walk('rfc', { 'register-client': registration })).outcome).toBe(TOKEN)
  },
)

describe('what a person types goes before metadata and registration', () => {
  test('the method', async () => {
    const { step } = await walk('rfc', {
      'register-client': { token_endpoint_auth_method: 'client_secret_basic' },
      token: { token_endpoint_auth_method: 'client_secret_post' },
    })
    expect(await readWays(step.exchanges)).toEqual(['client_secret'])
  })

  test('a method whose credential the client does not have', async () => {
    const { outcome, step } = await walk('rfc', {
      'register-client': { token_endpoint_auth_method: 'private_key_jwt' },
      token: { token_endpoint_auth_method: 'client_secret_post' },
    })
    expect(outcome).toBe('token STEP_NOT_READY')
    expect(step.problem).toMatchObject({
      detail: 'The client has no secret, so it cannot authenticate with client_secret_post.',
    })
  })

  test('the endpoint', async () => {
    const token_endpoint = `${lab.companion.addresses.idp}/keycloak/nowhere`
    const { outcome, step } = await walk('rfc', { token: { token_endpoint } })
    expect(outcome).toBe('token TOKEN_REFUSED')
    expect(step.problem?.detail).toMatch(/^Other answered 404/)
  })

  test('the audience', async () => {
    const { outcome, step } = await walk('rfc', { token: { audience: 'https://else.test/' } })
    expect(outcome).toBe('token TOKEN_REFUSED')
    expect(step.problem?.detail).toMatch(/^Other answered 400: invalid_target/)
  })
})

/** By which member of the request a method is known. */
const WAYS: Record<string, string> = {
  client_secret_post: 'client_secret',
  client_secret_basic: 'authorization',
  client_secret_jwt: 'client_assertion',
  private_key_jwt: 'client_assertion',
}

async function readWays(exchanges: readonly string[]): Promise<(string | undefined)[]> {
  const found = await Promise.all(
    exchanges.map((exchange) => lab.client.getExchange({ params: { exchange } })),
  )
  return found.map(({ request }) => {
    const members = [
      ...request.headers.map(([name]) => name.toLowerCase()),
      ...new URLSearchParams(request.body?.text).keys(),
    ]
    return ['authorization', 'client_secret', 'client_assertion'].find((way) =>
      members.includes(way),
    )
  })
}
