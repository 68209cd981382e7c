import type { Texts } from '../facts.ts'

/** What the button of a fix says. */
export const FIXES = {
  SEND_TOKEN: 'Send the token',
  GET_TOKEN: 'Get a new token',
  CREATE_API: 'Create the API',
  CALL_PATH: ({ path }: Texts<'path'>) => `Call ${path}`,
  CHANGE_LISTEN_PATH: 'Change the listen path',
  CORRECT_JWKS_URI: 'Correct the JWKS URI',
  CORRECT_TARGET: 'Correct the target URL',
  USE_ADDRESS: ({ address }: Texts<'address'>) => `Use ${address}`,
  READ_SUB: 'Read the identity from sub',
  IGNORE_POLICY_CLAIM: 'Ignore the claim',
  CREATE_POLICY: 'Create the policy',
  CREATE_POLICY_FOR_API: 'Create the policy for this API',
  MAKE_POLICY_DEFAULT: 'Make it the default policy',
  SAVE_POLICY_ACTIVE: 'Save it as active',
  LET_KEYS_LAST: 'Let keys never expire',
  LIFT_RATE: 'Lift the rate limit',
  LIFT_QUOTA: 'Lift the quota',
}
