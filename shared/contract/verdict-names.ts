/** The gateway's checks, in the order in which it makes them. */
export const CHECK_IDS = [
  'route',
  'endpoint',
  'credential',
  'token_shape',
  'key',
  'signature',
  'time',
  'issuer',
  'audience',
  'claims',
  'identity',
  'policy',
  'key_state',
  'access_right',
  'rate',
  'quota',
  'upstream',
] as const

/** The answer header that carries the verdict's id. */
export const VERDICT_HEADER = 'X-DCR-Verdict'

export type CheckId = (typeof CHECK_IDS)[number]
