import { STEP_IDS } from './step-ids.ts'

type StepId = (typeof STEP_IDS)[number]

/** Which facts of which earlier steps a step uses: when one of them changes, it has to be done again. */
export const BUILDS_ON: Record<StepId, Partial<Record<StepId, readonly string[]>>> = {
  'api-token': {},
  scope: { 'api-token': ['issuer'] },
  api: { 'api-token': ['jwks_uri'] },
  policy: { api: ['api_id'] },
  'default-policy': { api: ['api_id'], policy: ['policy_id'] },
  catalogue: { api: ['api_id'], policy: ['policy_id'] },
  'dcr-settings': {
    'api-token': ['api_token', 'registration_endpoint'],
    catalogue: ['entry_id'],
  },
  developer: {},
  'register-client': {
    'dcr-settings': [
      'provider',
      'grant_types',
      'response_types',
      'auth_method',
      'application_type',
      'endpoint',
      'token',
    ],
    developer: ['email'],
  },
  'see-client': { 'register-client': ['client_id'] },
  token: {
    'api-token': ['token_endpoint'],
    scope: ['scope', 'default'],
    'register-client': ['client_id', 'client_secret'],
  },
  'call-api': {
    api: ['address', 'target', 'jwt_source', 'claims'],
    policy: ['definition'],
    'default-policy': ['jwt_default_policies'],
    token: ['access_token'],
  },
}

/** All steps that have to be done before this one, in their order. */
export function listNeeds(step: StepId): readonly StepId[] {
  const direct = STEP_IDS.filter((id) => BUILDS_ON[step][id] !== undefined)
  const all = new Set(direct.flatMap((id) => [...listNeeds(id), id]))
  return STEP_IDS.filter((id) => all.has(id))
}
