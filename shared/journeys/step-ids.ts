/** The twelve steps of the journey, in order. */
export const STEP_IDS = [
  'api-token',
  'scope',
  'api',
  'policy',
  'default-policy',
  'catalogue',
  'dcr-settings',
  'developer',
  'register-client',
  'see-client',
  'token',
  'call-api',
] as const
