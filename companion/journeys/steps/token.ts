import { randomUUID } from 'node:crypto'
import { decodeJwt } from 'jose'
import type { TokenEndpointResponse } from 'oauth4webapi'
import type { StepCheck } from '#shared/contract/run.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { redactBody } from '../../recorder/redact.ts'
import { registrationPlace, tokenPlace } from '../../secrets/secret-places.ts'
import type { RunRecord, TokenRecord } from '../../store/schema.ts'
import { getDriver } from '../../providers/drivers.ts'
import { requestToken } from '../../tokens/token-client.ts'
import { requireProduct } from '../require-product.ts'
import { code, defineStep, type JourneyDeps, type StepContext, time } from '../step-runner.ts'

interface Inputs {
  scope: string
  token_endpoint: string
  audience: string
  token_endpoint_auth_method: 'client_secret_post' | 'client_secret_basic'
}

export const token = defineStep<Inputs>({
  id: 'token',
  suggest: (run, deps) => ({
    scope: run.products.scope ?? 'tyk',
    token_endpoint: run.products.token_endpoint ?? '',
    audience: getDriver(run.provider).needsAudience ? (run.products.audience ?? '') : '',
    token_endpoint_auth_method: findMethod(run, deps),
  }),
  async carryOut(context) {
    const { run, products, inputs, store, wire } = context
    const credentials = findCredentials(context)
    const { token: answer } = await requestToken(wire, {
      ...inputs,
      ...credentials,
      driver: getDriver(run.provider),
      parameters: getDriver(run.provider).tokenParameters(inputs.audience),
      issuer: requireProduct(products, 'issuer'),
      context: context.call('app', 'idp', 'Get token'),
    })
    const record = buildRecord(context, answer)
    await store.records('tokens').put(record.id, record)
    return {
      products: { token_id: record.id },
      result: {
        summary: `The token is good for ${answer.expires_in ?? 'an unknown number of'} seconds.`,
        facts: [
          {
            id: 'access_token',
            label: 'Access token',
            kind: 'jwt',
            value: redactBody(answer.access_token, ''),
            secret: `token/${record.id}/access_token`,
          },
          code('token_type', 'Token type', answer.token_type),
          code('scope', 'Scope', answer.scope ?? 'not said'),
          ...(record.expires_at === undefined
            ? []
            : [time('expires', 'Expires', record.expires_at)]),
        ],
        checks: lintClaims(answer.access_token, {
          issuer: products.issuer,
          clientId: credentials.client_id,
          claim: getDriver(run.provider).claims.client_id,
          run: run.id,
        }),
      },
    }
  },
})

/** As the client was registered, where that is a method of this step. */
function findMethod(
  { products }: RunRecord,
  { registrar }: JourneyDeps,
): Inputs['token_endpoint_auth_method'] {
  const id = products.registration_id
  const granted = id === undefined ? undefined : registrar.get(id)?.granted
  const isBasic = granted?.['token_endpoint_auth_method'] === 'client_secret_basic'
  return isBasic ? 'client_secret_basic' : 'client_secret_post'
}

function findCredentials({ products, registrar, store, vault }: StepContext<Inputs>): {
  client_id: string
  client_secret: string
} {
  const id = requireProduct(products, 'registration_id')
  const client_id = registrar.get(id)?.client_id
  const sealed = store.records('registrations').get(id)?.client_secret
  if (client_id === undefined || sealed === undefined) {
    throw new AppError('STEP_NOT_READY', {
      detail: 'The client of step 9 has no secret, so it cannot use client credentials with one.',
      hint: 'Choose client_secret_post in step 7 or 9 and register a new client in step 9.',
    })
  }
  return { client_id, client_secret: vault.open(sealed, registrationPlace(id, 'client_secret')) }
}

function buildRecord(
  { run, vault, products, inputs, now }: StepContext<Inputs>,
  answer: TokenEndpointResponse,
): TokenRecord {
  const id = randomUUID()
  const obtainedAt = now()
  return {
    id,
    run: run.id,
    ...(products.registration_id !== undefined && { registration: products.registration_id }),
    grant: 'client_credentials',
    audience: inputs.audience,
    access_token_mask: maskSecret(answer.access_token),
    access_token: vault.seal(answer.access_token, tokenPlace(id)),
    ...(answer.scope !== undefined && { scope: answer.scope }),
    obtained_at: new Date(obtainedAt).toISOString(),
    ...(answer.expires_in !== undefined && {
      expires_at: new Date(obtainedAt + answer.expires_in * 1000).toISOString(),
    }),
  }
}

/** What the gateway will look for. An opaque token cannot be looked into, which is no fault. */
function lintClaims(
  accessToken: string,
  expected: { issuer: string | undefined; clientId: string; claim: string; run: string },
): StepCheck[] {
  let claims: Record<string, unknown>
  try {
    claims = decodeJwt(accessToken)
  } catch {
    return [
      { id: 'jwt', text: 'The token is opaque, so the gateway cannot check it', state: 'warned' },
    ]
  }
  const compare = (id: string, label: string, wanted: string | undefined): StepCheck => ({
    id,
    text: label,
    state: claims[id] === wanted ? 'passed' : 'warned',
    evidence: `${id}: ${JSON.stringify(claims[id])}`,
  })
  return [
    compare('iss', 'It names the issuer of the metadata', expected.issuer),
    compare(expected.claim, 'It names the client', expected.clientId),
    {
      id: 'pol',
      text:
        'pol' in claims ? 'It names a policy' : 'It names no policy, so the default policy applies',
      state: 'passed',
      ...('pol' in claims && { evidence: `pol: ${JSON.stringify(claims['pol'])}` }),
    },
  ]
}
