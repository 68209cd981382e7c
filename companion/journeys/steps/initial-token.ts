import { EMBEDDED_DIALECTS } from '#shared/journeys/embedded-dialects.ts'
import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import type { Fact } from '#shared/contract/run.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import { discover } from '../../providers/discovery.ts'
import { getDriver } from '../../providers/drivers.ts'
import type { Rooms } from '../rooms.ts'
import { type Endpoints, requireEndpoints } from '../require-endpoints.ts'
import type { StepContext } from '../step-context.ts'
import { code, link, type StepOutput, text } from '../step-runner.ts'

/** Step 1 for every provider but Okta: discovery, and an initial access token where one is needed. */
export async function obtainInitialToken(
  context: StepContext<{ idp_host?: string }>,
  { embeddedIdp, wire }: Pick<Rooms, 'embeddedIdp' | 'wire'>,
): Promise<StepOutput<'api-token'>> {
  const place = await findPlace(context, embeddedIdp)
  const discovery = await discover(
    wire,
    context.call('registrar', 'idp', 'Discover endpoints'),
    place.host,
  )
  const endpoints = requireEndpoints(discovery)
  const token = place.token ?? context.findSecret('api_token')
  return {
    products: {
      idp_host: place.host,
      issuer: discovery.issuer,
      ...endpoints,
      ...(place.audience !== undefined && { audience: place.audience }),
      ...(token !== undefined && { api_token: context.seal('api_token', token) }),
    },
    result: describe(context, { discovery, endpoints, token }),
  }
}

interface Place {
  host: string
  token?: string
  audience?: string
}

async function findPlace(
  { run, inputs }: StepContext<{ idp_host?: string }>,
  { openDialect }: Rooms['embeddedIdp'],
): Promise<Place> {
  const id = EMBEDDED_DIALECTS[run.provider]
  if (run.target !== 'embedded' || id === undefined)
    return { host: (inputs.idp_host ?? '').replace(/\/+$/, '') }
  const dialect = await openDialect(id)
  return {
    host: dialect.host,
    audience: dialect.audience,
    token: await dialect.createInitialToken(),
  }
}

interface Outcome {
  discovery: Discovery
  endpoints: Endpoints
  token: string | undefined
}

function describe(
  { run }: StepContext<{ idp_host?: string }>,
  { discovery, endpoints, token }: Outcome,
): NonNullable<StepOutput['result']> {
  const driver = getDriver(run.provider)
  return {
    summary:
      token === undefined
        ? `${driver.label} is found; without a token the registration counts as open.`
        : `${driver.label} is found, and a token for it is kept.`,
    facts: [
      describeToken(run.id, token),
      link('issuer', 'Issuer', discovery.issuer),
      link('registration_endpoint', 'Registration endpoint', endpoints.registration_endpoint),
      link('token_endpoint', 'Token endpoint', endpoints.token_endpoint),
      link('jwks_uri', 'Key set', endpoints.jwks_uri),
      driver.isOpen
        ? text('scheme', 'Sent', 'not with the registration, which is open')
        : code('scheme', 'Sent as', `Authorization: ${driver.scheme} <token>`),
      text(
        'basis',
        'What this driver rests on',
        driver.basis === 'recorded' ? 'recorded exchanges' : 'documentation alone',
      ),
    ],
    checks: [
      {
        id: 'discovery',
        text: 'The metadata names the issuer it was asked for',
        state: 'passed',
        evidence: discovery.source,
      },
    ],
  }
}

function describeToken(run: string, token: string | undefined): Fact {
  if (token === undefined) return text('api_token', 'Initial access token', 'none')
  return {
    id: 'api_token',
    label: 'Initial access token',
    kind: 'secret',
    value: maskSecret(token),
    secret: `run/${run}/api_token`,
  }
}
