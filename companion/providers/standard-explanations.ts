import type { Explanation } from './explanation.ts'
import { REGISTRATION_EXPLANATIONS } from './standard/registration-explanations.ts'
import { STATUS_EXPLANATIONS } from './standard/status-explanations.ts'
import { TOKEN_EXPLANATIONS } from './standard/token-explanations.ts'

/** What the standard's own errors mean, wherever a provider has no words of its own for them. */
export const STANDARD_EXPLANATIONS: readonly Explanation[] = [
  ...STATUS_EXPLANATIONS,
  ...REGISTRATION_EXPLANATIONS,
  ...TOKEN_EXPLANATIONS,
]
