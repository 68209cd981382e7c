import type { Rule } from './rule.ts'
import { BROWSER_RULES } from './rules/browser-rules.ts'
import { CLAIM_RULES } from './rules/claim-rules.ts'
import { CREDENTIAL_RULES } from './rules/credential-rules.ts'
import { DISCOVERY_RULES } from './rules/discovery-rules.ts'
import { FAILED_RULES, OWN_RULES, OWN_TOKEN_RULES } from './rules/failed-rules.ts'
import { GATEWAY_RULES } from './rules/gateway-rules.ts'
import { REGISTRATION_HTTP_RULES, TOKEN_HTTP_RULES } from './rules/http-rules.ts'
import { LIFE_RULES, MANAGEMENT_RULES } from './rules/life-rules.ts'
import { NETWORK_RULES } from './rules/network-rules.ts'
import { CHANGED_RULES, REGISTRATION_RULES } from './rules/registration-rules.ts'
import { STATEMENT_RULES } from './rules/statement-rules.ts'
import { RESOURCE_RULES } from './rules/resource-rules.ts'
import { INTROSPECTION_RULES, TOKEN_RULES } from './rules/token-rules.ts'
import { TYK_RULES } from './rules/tyk-rules.ts'
import { FAILURE_RULES, UNFINISHED_RULE } from './rules/unfinished-rules.ts'

/**
 * In the order of a client's calls, special rules before general ones: the first finding of a stage is its
 * cause.
 */
export const STAGES: readonly (readonly Rule[])[] = [
  [...NETWORK_RULES, ...RESOURCE_RULES, ...DISCOVERY_RULES],
  [
    ...OWN_RULES,
    ...BROWSER_RULES,
    ...REGISTRATION_HTTP_RULES,
    ...CREDENTIAL_RULES,
    ...STATEMENT_RULES,
    ...REGISTRATION_RULES,
  ],
  FAILURE_RULES,
  MANAGEMENT_RULES,
  [...TOKEN_HTTP_RULES, ...OWN_TOKEN_RULES, ...TOKEN_RULES],
  CHANGED_RULES,
  [...CLAIM_RULES, ...GATEWAY_RULES, ...TYK_RULES],
  LIFE_RULES,
  INTROSPECTION_RULES,
]

export const RULES: readonly Rule[] = [...STAGES.flat(), ...FAILED_RULES, UNFINISHED_RULE]
