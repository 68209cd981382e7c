import type { StepId } from '#shared/contract/run.ts'
import type { StepRunner } from './step-runner.ts'
import { api } from './steps/api.ts'
import { apiToken } from './steps/api-token.ts'
import { callApi } from './steps/call-api.ts'
import { catalogue } from './steps/catalogue.ts'
import { changeClient } from './steps/change-client.ts'
import { dcrSettings } from './steps/dcr-settings.ts'
import { defaultPolicy } from './steps/default-policy.ts'
import { deleteClient } from './steps/delete-client.ts'
import { developer } from './steps/developer.ts'
import { policy } from './steps/policy.ts'
import { registerClient } from './steps/register-client.ts'
import { registerDirectly } from './steps/register-directly.ts'
import { scope } from './steps/scope.ts'
import { seeClient } from './steps/see-client.ts'
import { token } from './steps/token.ts'

/** The runner of each step, whichever journeys it is part of. */
export const STEP_RUNNERS: Record<StepId, StepRunner> = {
  'api-token': apiToken,
  scope,
  api,
  policy,
  'default-policy': defaultPolicy,
  catalogue,
  'dcr-settings': dcrSettings,
  developer,
  'register-client': registerClient,
  'see-client': seeClient,
  token,
  'call-api': callApi,
  'register-directly': registerDirectly,
  'change-client': changeClient,
  'delete-client': deleteClient,
}
