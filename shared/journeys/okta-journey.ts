import type { Target } from '../contract/run.ts'
import { type DcrProvider, PROVIDER_LABELS } from '../tyk/dcr-options.ts'
import { dcrSettings, developer, registerClient, token } from './okta-client-steps.ts'
import { api, callApi, catalogue, defaultPolicy, policy } from './okta-gateway-steps.ts'
import { apiToken, scope, seeClient } from './okta-idp-steps.ts'
import type { Step, StepText } from './step.ts'

/**
 * The journey of the Tyk guide for Okta, as data: the side panel draws it, the companion runs it.
 *
 * @see [Tyk: step by step guide using Okta](https://tyk.io/docs/tyk-developer-portal/tyk-portal-classic/okta-dcr/)
 */
export const OKTA_JOURNEY: readonly Step[] = [
  apiToken,
  scope,
  api,
  policy,
  defaultPolicy,
  catalogue,
  dcrSettings,
  developer,
  registerClient,
  seeClient,
  token,
  callApi,
]

/** The provider of the guide: the texts of the steps are about it, others have texts of their own. */
const WRITTEN_FOR: DcrProvider = 'okta'

/** The step with this id, as it reads for this target and kind of provider. */
export function getStep(
  id: Step['id'],
  target: Target,
  provider: DcrProvider = WRITTEN_FOR,
): Step & StepText {
  const step = OKTA_JOURNEY.find((candidate) => candidate.id === id)
  if (!step) throw new RangeError(`The journey has no step "${id}"`)
  if (provider !== WRITTEN_FOR)
    return { ...step, ...step.forOthers?.(PROVIDER_LABELS[provider])[target] }
  return target === 'provider' ? { ...step, ...step.atProvider } : step
}
