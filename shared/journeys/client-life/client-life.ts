import { describeJourney } from '../journey.ts'
import { apiToken, seeClient } from '../dcr/idp-steps.ts'
import { changeClient, deleteClient, registerDirectly } from './client-steps.ts'

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
