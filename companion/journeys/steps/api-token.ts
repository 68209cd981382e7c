import { maskSecret } from '#shared/secrets/mask.ts'
import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import { discover } from '../../providers/discovery.ts'
import type { Products } from '#shared/journeys/products.ts'
import { obtainInitialToken } from './initial-token.ts'
import { createOktaManagement } from '../okta-management.ts'
import { type Endpoints, requireEndpoints } from '../require-endpoints.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, link, type StepOutput } from '../step-runner.ts'

interface Inputs {
  token_name?: string
  idp_host?: string
}

export const apiToken = defineStep({
  id: 'api-token',
  uses: ['addresses', 'embeddedIdp', 'wire'],
  suggest: (run) =>
    run.target === 'embedded' ? { token_name: 'Tyk Integration' } : { idp_host: '' },
  async run(context: StepContext<Inputs>, { addresses, embeddedIdp, wire }) {
    if (context.run.provider !== 'okta') return obtainInitialToken(context, { embeddedIdp, wire })
    const { run, inputs } = context
    const isEmbedded = run.target === 'embedded'
    const host = isEmbedded ? addresses.idp : readHost(inputs.idp_host ?? '')
    const discovery = await discover(
      wire,
      context.call('registrar', 'idp', 'Discover endpoints'),
      host,
    )
    const endpoints = requireEndpoints(discovery)
    const minted = isEmbedded
      ? await embeddedIdp.createApiToken(inputs.token_name ?? '')
      : { id: undefined, token: context.findSecret('api_token') ?? '' }
    const management = createOktaManagement({
      wire,
      context: (label) => context.call('registrar', 'idp', label),
      host,
      apiToken: minted.token,
    })
    await management.listClients(endpoints.registration_endpoint)
    return describe(context, { host, discovery, endpoints, minted })
  },
})

interface Outcome {
  host: string
  discovery: Discovery
  endpoints: Endpoints
  minted: { id: string | undefined; token: string }
}

function describe(
  context: StepContext<Inputs>,
  { host, discovery, endpoints, minted }: Outcome,
): StepOutput<'api-token'> {
  const { run } = context
  const products: Products<'api-token'> = {
    idp_host: host,
    issuer: discovery.issuer,
    ...endpoints,
    api_token: context.seal('api_token', minted.token),
    ...(minted.id !== undefined && { api_token_id: minted.id }),
  }
  const isEmbedded = run.target === 'embedded'
  return {
    products,
    result: {
      summary: isEmbedded
        ? 'The token is made, and the identity provider accepts it.'
        : 'Okta accepts the token, and its metadata named every address.',
      facts: [
        {
          id: 'api_token',
          label: 'API token',
          kind: 'secret',
          value: maskSecret(minted.token),
          secret: `run/${run.id}/api_token`,
        },
        link('issuer', 'Issuer', discovery.issuer),
        link('registration_endpoint', 'Registration endpoint', endpoints.registration_endpoint),
        link('token_endpoint', 'Token endpoint', endpoints.token_endpoint),
        link('jwks_uri', 'Key set', endpoints.jwks_uri),
        code('scheme', 'Sent as', 'Authorization: SSWS <token>'),
      ],
      checks: [
        {
          id: 'discovery',
          text: 'The metadata names the issuer it was asked for',
          state: 'passed',
          evidence: discovery.source,
        },
        {
          id: 'accepted',
          text: 'The token may list clients',
          state: 'passed',
          evidence: `GET ${endpoints.registration_endpoint}?limit=1 answered 200`,
        },
      ],
    },
  }
}

function readHost(typed: string): string {
  const url = new URL(typed)
  // An address copied from the admin console often carries its path; Okta's admin host is another one.
  url.hostname = url.hostname.replace(/-admin\.(okta|oktapreview|okta-emea)\.com$/, '.$1.com')
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
