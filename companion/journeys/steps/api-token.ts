import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import type { Fact, StepCheck, StepResult } from '#shared/contract/run.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import type { AdminCheck, ProviderAdmin } from '../../providers/admin.ts'
import { discover } from '../../providers/discovery.ts'
import type { Driver } from '../../providers/driver.ts'
import { getDriver } from '../../providers/drivers.ts'
import { type Endpoints, requireEndpoints } from '../require-endpoints.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, link, text } from '../step-runner.ts'

interface Inputs {
  token_name?: string
  idp_host?: string
}

/** Good for the clients of one journey and a few tries besides. */
const INITIAL_TOKEN = { uses: 20, seconds: 86_400 }

const MADE: AdminCheck = {
  id: 'made',
  text: 'An initial access token is made with it',
  state: 'passed',
  evidence: 'Good for 20 clients and one day',
}

export const runner = defineStep({
  id: 'api-token',
  uses: ['embeddedIdp', 'http'],
  suggest: (run) =>
    run.target === 'embedded' ? { token_name: 'Tyk Integration' } : { idp_host: '' },
  async run(context: StepContext<Inputs>, { embeddedIdp, http }) {
    const { run, inputs } = context
    const driver = getDriver(run.provider)
    const dialect = run.dialect && (await embeddedIdp.openDialect(run.dialect))
    const host = dialect?.host ?? readHost(driver, inputs.idp_host ?? '')
    const discovery = await discover(http, context.call('registrar', 'idp', 'Discover endpoints'), {
      host,
      provider: run.provider,
    })
    const endpoints = requireEndpoints(discovery, driver)
    const given = dialect
      ? await dialect.createInitialToken(inputs.token_name)
      : context.findSecret('api_token')
    const admin = openAdminWith(context, http, { driver, host, discovery, endpoints, given })
    const proof = admin && [await admin.proveToken()]
    const made = await admin?.createInitialToken?.(INITIAL_TOKEN)
    if (made !== undefined) proof?.push(MADE)
    const token = made ?? given
    return {
      products: {
        idp_host: host,
        issuer: discovery.issuer,
        ...endpoints,
        ...(dialect && driver.needsAudience && { audience: dialect.audience }),
        ...(token !== undefined && { api_token: context.seal('api_token', token) }),
      },
      result: describe(context, { driver, discovery, endpoints, token, proof }),
    }
  },
})

function readHost({ readHost: read }: Driver, typed: string): string {
  return read ? read(typed) : typed.replace(/\/+$/, '')
}

interface Found {
  driver: Driver
  host: string
  discovery: Discovery
  endpoints: Endpoints
  given: string | undefined
}

function openAdminWith(
  context: StepContext<Inputs>,
  http: Rooms['http'],
  { driver, host, discovery, endpoints, given }: Found,
): ProviderAdmin | undefined {
  if (given === undefined || !driver.admin?.recognises(given)) return undefined
  return driver.admin.open({
    http,
    context: (label) => context.call('registrar', 'idp', label),
    host,
    issuer: discovery.issuer,
    registrationEndpoint: endpoints.registration_endpoint,
    token: given,
  })
}

interface Outcome {
  driver: Driver
  discovery: Discovery
  endpoints: Endpoints
  token: string | undefined
  /** What an administrator's token was seen to do; nothing where the token is not one. */
  proof: AdminCheck[] | undefined
}

function describe(
  { run }: StepContext<Inputs>,
  { driver, discovery, endpoints, token, proof }: Outcome,
): StepResult {
  return {
    summary: summarise(run.dialect !== undefined, { driver, token, proof }),
    facts: [
      describeToken(run.id, driver, token),
      link('issuer', 'Issuer', discovery.issuer),
      link('registration_endpoint', 'Registration endpoint', endpoints.registration_endpoint),
      link('token_endpoint', 'Token endpoint', endpoints.token_endpoint),
      ...(endpoints.jwks_uri === undefined
        ? []
        : [link('jwks_uri', 'Key set', endpoints.jwks_uri)]),
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
      ...(discovery.notices ?? []).map((evidence, at) => ({
        id: `notice-${at + 1}`,
        text: 'Look where credentials will be sent',
        state: 'warned' as const,
        evidence,
      })),
      ...describeMissing(discovery, driver),
      ...(proof ?? []),
    ],
  }
}

/** What the metadata does not name, though the journey goes on. */
function describeMissing(
  { registration_endpoint, jwks_uri }: Discovery,
  { label }: Driver,
): StepCheck[] {
  const missing: (StepCheck | false)[] = [
    registration_endpoint === undefined && {
      id: 'no-registration-endpoint',
      text: `The metadata names no registration endpoint; the usual address of ${label} is tried`,
      state: 'warned',
    },
    jwks_uri === undefined && {
      id: 'no-key-set',
      text: 'The metadata names no key set, as the standard lets it: the tokens are probably opaque, and a gateway that checks JWTs can take none of them',
      state: 'warned',
      evidence: 'RFC 8414 §2: jwks_uri is OPTIONAL',
    },
  ]
  return missing.filter((check) => check !== false)
}

function summarise(
  isEmbedded: boolean,
  { driver: { label }, token, proof }: Pick<Outcome, 'driver' | 'token' | 'proof'>,
): string {
  if (proof)
    return isEmbedded
      ? 'The token is made, and the identity provider accepts it.'
      : `${label} accepts the token, and its metadata named every address.`
  return token === undefined
    ? `${label} is found; without a token the registration counts as open.`
    : `${label} is found, and a token for it is kept.`
}

function describeToken(run: string, { tokenName }: Driver, token: string | undefined): Fact {
  const label = tokenName ?? 'Initial access token'
  if (token === undefined) return text('api_token', label, 'none')
  return {
    id: 'api_token',
    label,
    kind: 'secret',
    value: maskSecret(token),
    secret: `run/${run}/api_token`,
  }
}
