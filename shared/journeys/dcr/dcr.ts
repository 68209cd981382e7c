import { describeJourney } from '../journey.ts'
import { dcrSettings, developer, registerClient, token } from './client-steps.ts'
import { api, callApi, catalogue, defaultPolicy, policy } from './gateway-steps.ts'
import { apiToken, scope, seeClient } from './idp-steps.ts'

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
