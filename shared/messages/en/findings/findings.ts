import { CLAIM_FINDINGS } from './claim-findings.ts'
import { CREDENTIAL_FINDINGS } from './credential-findings.ts'
import { DISCOVERY_FINDINGS } from './discovery-findings.ts'
import { EXAMINATION_FINDINGS } from './examination-findings.ts'
import { GATEWAY_FINDINGS } from './gateway-findings.ts'
import { HTTP_FINDINGS } from './http-findings.ts'
import { LIFE_FINDINGS } from './life-findings.ts'
import { NETWORK_FINDINGS } from './network-findings.ts'
import { REGISTRATION_FINDINGS } from './registration-findings.ts'
import { RESOURCE_FINDINGS } from './resource-findings.ts'
import { STATEMENT_FINDINGS } from './statement-findings.ts'
import { TOKEN_FINDINGS } from './token-findings.ts'

/** What the doctor finds, by the id of the rule: title, observation, expectation, cause and fix. */
export const FINDINGS = {
  ...NETWORK_FINDINGS,
  ...RESOURCE_FINDINGS,
  ...DISCOVERY_FINDINGS,
  ...HTTP_FINDINGS,
  ...EXAMINATION_FINDINGS,
  ...CREDENTIAL_FINDINGS,
  ...STATEMENT_FINDINGS,
  ...REGISTRATION_FINDINGS,
  ...LIFE_FINDINGS,
  ...TOKEN_FINDINGS,
  ...CLAIM_FINDINGS,
  ...GATEWAY_FINDINGS,
}
