import { describeJourney, type Journey } from './journey.ts'
import { changeClient, deleteClient, registerDirectly } from './steps/client-life-steps.ts'
import { dcrSettings, developer, registerClient, token } from './steps/client-steps.ts'
import { api, callApi, catalogue, defaultPolicy, policy } from './steps/gateway-steps.ts'
import { apiToken, scope, seeClient } from './steps/idp-steps.ts'
import {
  mcpAuthorize,
  mcpChallenge,
  mcpClient,
  mcpForget,
  mcpMetadata,
  mcpResource,
  mcpServer,
  mcpStepUp,
  mcpToken,
  mcpTools,
} from './steps/mcp-steps.ts'

/**
 * The journey of the Tyk guide for Okta, as data: the side panel draws it, the companion runs it.
 *
 * @see [Tyk: step by step guide using Okta](https://tyk.io/docs/tyk-developer-portal/tyk-portal-classic/okta-dcr/)
 */
export const dcr = describeJourney({
  id: 'dcr',
  title: 'Register a client and call an API',
  lead: 'The way of the Tyk guide: from an API token at the identity provider to a 200 from an API behind the gateway.',
  steps: [
    apiToken,
    scope,
    api,
    policy,
    defaultPolicy,
    catalogue,
    dcrSettings,
    developer,
    registerClient,
    seeClient,
    token,
    callApi,
  ],
  suggestions: [
    {
      before: 'Switch “Send the token” off and call again: the checks below say what is missing.',
    },
    {
      before: 'Register a client as a developer does, in the ',
      link: { to: 'portal', label: 'developer portal' },
      after: '; the later steps then go on with that client.',
    },
    {
      before: 'Let the gateway answer as RFC 6750 asks, or with one of Tyk’s bugs: ',
      link: { to: 'definitions', label: 'Definitions' },
    },
    {
      before: 'Break the identity provider on purpose, and let the doctor find out: ',
      link: { to: 'scenarios', label: 'Scenarios' },
    },
    {
      before: 'Walk another journey, or this one with your own Okta organisation: ',
      link: { to: 'runs', label: 'Runs' },
    },
  ],
})

/**
 * Dynamic client management at any provider, without portal and gateway.
 *
 * @see [RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2)
 */
export const clientLife = describeJourney({
  id: 'client-life',
  title: 'The life of one client',
  lead: 'Register, read, change and delete one client at any provider, as RFC 7591 and RFC 7592 have it; without portal and gateway.',
  steps: [apiToken, registerDirectly, seeClient, changeClient, deleteClient],
  suggestions: [
    {
      before: 'See what the ledger keeps of a client that is gone: ',
      link: { to: 'clients', label: 'Clients' },
    },
    {
      before: 'Let the provider lose a client, or ignore its deletion, and run the steps again: ',
      link: { to: 'scenarios', label: 'Scenarios' },
    },
    {
      before: 'Walk the same steps at another provider, and compare: ',
      link: { to: 'runs', label: 'Runs' },
    },
  ],
})

/**
 * From the address of an MCP server to a tool that answers, as an MCP client has to find its way.
 *
 * @see [MCP, authorization](https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization)
 */
export const mcp = describeJourney({
  id: 'mcp',
  title: 'The way of an MCP client',
  dialect: 'mcp',
  ownPlace: {
    label: 'My own MCP server',
    help: 'Needs its address alone; the server says where clients are registered.',
  },
  lead: 'From nothing but the address of an MCP server to the answer of one of its tools: challenge, two kinds of metadata, becoming known, a token, a call, more scope.',
  steps: [
    mcpServer,
    mcpChallenge,
    mcpResource,
    mcpMetadata,
    mcpClient,
    mcpAuthorize,
    mcpToken,
    mcpTools,
    mcpStepUp,
    mcpForget,
  ],
  suggestions: [
    {
      before: 'Become known in another way in step 5, and compare what went over the wire: ',
      link: { to: 'runs', label: 'Runs' },
    },
    {
      before: 'See what the ledger keeps of the client: ',
      link: { to: 'clients', label: 'Clients' },
    },
    {
      before: 'Break the authorization server on purpose, and walk again: ',
      link: { to: 'scenarios', label: 'Scenarios' },
    },
  ],
})

/** Every journey; the first one is begun where a person chose none. */
export const JOURNEYS = [dcr, clientLife, mcp] as const

export type JourneyId = (typeof JOURNEYS)[number]['id']
export type AnyStep = (typeof JOURNEYS)[number]['steps'][number]

export const JOURNEY_IDS = JOURNEYS.map(({ id }) => id)

/** @throws RangeError when there is no such journey: our own mistake. */
export function getJourney(id: JourneyId): Journey<JourneyId, AnyStep> {
  const journey = JOURNEYS.find((candidate) => candidate.id === id)
  if (!journey) throw new RangeError(`There is no journey "${id}"`)
  return journey
}
