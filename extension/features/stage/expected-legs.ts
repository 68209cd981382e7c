import type { Leg } from '#shared/contract/lesson.ts'
import type { StepId } from '#shared/contract/run.ts'

/** Who will talk to whom in the steps of the journeys that send something. */
const LEGS: Partial<Record<StepId, readonly Leg[]>> = {
  'api-token': [
    { from: 'registrar', to: 'idp', label: 'Discover endpoints' },
    { from: 'registrar', to: 'idp', label: 'Prove the API token' },
  ],
  scope: [{ from: 'registrar', to: 'idp', label: 'Create scope' }],
  'register-client': [{ from: 'registrar', to: 'idp', label: 'Register client' }],
  'register-directly': [{ from: 'registrar', to: 'idp', label: 'Register client' }],
  'see-client': [{ from: 'registrar', to: 'idp', label: 'Read client' }],
  'change-client': [{ from: 'registrar', to: 'idp', label: 'Update client' }],
  'delete-client': [{ from: 'registrar', to: 'idp', label: 'Delete client' }],
  token: [{ from: 'app', to: 'idp', label: 'Get token' }],
  'call-api': [
    { from: 'app', to: 'gateway', label: 'Call API' },
    { from: 'gateway', to: 'upstream', label: 'Proxy to upstream' },
  ],
}

export function findLegs(step: StepId): readonly Leg[] {
  return LEGS[step] ?? []
}
