import { decodeJwt } from 'jose'
import type { StepCheck } from '#shared/contract/run.ts'
import type { Token } from '#shared/contract/token.ts'
import { TOKEN_ENDPOINT_AUTH_METHODS } from '#shared/oauth/vocabulary.ts'
import { getDriver } from '../../providers/drivers.ts'
import { redactBody } from '../../recorder/redact.ts'
import type { RunRecord } from '../../store/schema.ts'
import { explainGrants } from '../explain-grants.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, time } from '../step-runner.ts'

interface Inputs {
  scope: string
  token_endpoint: string
  audience: string
  /** Empty: as the client was registered. */
  token_endpoint_auth_method: string
}

export const runner = defineStep({
  id: 'token',
  uses: ['registrar', 'tokens', 'http'],
  suggest: (run, rooms) => ({
    scope: run.products.scope ?? 'tyk',
    token_endpoint: run.products.token_endpoint ?? '',
    audience: getDriver(run.provider).needsAudience ? (run.products.audience ?? '') : '',
    token_endpoint_auth_method: findMethod(run, rooms),
  }),
  async run(context: StepContext<Inputs>, { registrar, tokens, http }) {
    const { run, products, inputs } = context
    const registration = context.require('registration_id')
    const { scope, audience, token_endpoint, token_endpoint_auth_method: method } = inputs
    const found = await tokens
      .request(
        { grant: 'client_credentials', registration, scope, audience, dpop: false },
        {
          context: context.call('app', 'idp', 'Get token'),
          override: {
            issuer: context.require('issuer'),
            token_endpoint,
            ...(method !== '' && { token_endpoint_auth_method: method }),
          },
        },
      )
      .catch(async (thrown: unknown) => {
        const granted = registrar.get(registration)?.granted?.['grant_types']
        const asked = { grants: ['client_credentials'], granted }
        throw await explainGrants(thrown, { context, http, asked })
      })
    const accessToken = tokens.open(found.id)
    return {
      products: { token_id: found.id },
      result: {
        summary: `The token is good for ${countSeconds(found) ?? 'an unknown number of'} seconds.`,
        facts: [
          {
            id: 'access_token',
            label: 'Access token',
            kind: 'jwt',
            value: redactBody(accessToken, ''),
            secret: `token/${found.id}/access_token`,
          },
          code('token_type', 'Token type', found.token_type),
          code('scope', 'Scope', found.scope ?? 'not said'),
          ...(found.expires_at === undefined ? [] : [time('expires', 'Expires', found.expires_at)]),
        ],
        checks: lintClaims(accessToken, {
          issuer: products.issuer,
          clientId: registrar.get(registration)?.client_id,
          claim: getDriver(run.provider).claims.client_id,
        }),
      },
    }
  },
})

/** As the client was registered, where that is a method of this step. */
function findMethod({ products }: RunRecord, { registrar }: Pick<Rooms, 'registrar'>): string {
  const id = products.registration_id
  const granted = id === undefined ? undefined : registrar.get(id)?.granted
  const method = granted?.['token_endpoint_auth_method']
  return TOKEN_ENDPOINT_AUTH_METHODS.find((known) => known === method) ?? ''
}

function countSeconds({ obtained_at, expires_at }: Token): number | undefined {
  if (expires_at === undefined) return undefined
  return (Date.parse(expires_at) - Date.parse(obtained_at)) / 1000
}

/** What the gateway will look for. An opaque token cannot be looked into, which is no fault. */
function lintClaims(
  accessToken: string,
  expected: { issuer: string | undefined; clientId: string | undefined; claim: string },
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
