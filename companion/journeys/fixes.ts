import type { Fix } from '#shared/errors/problem.ts'
import type { STEP_IDS } from '#shared/journeys/step-ids.ts'
import type { Catalogue, CauseMessage, MessageOf } from '#shared/messages/catalogue.ts'
import { createSpeaker } from '#shared/messages/say.ts'

/** Addresses that are known to work here. */
export interface KnownAddresses {
  jwksUri: string
  targetUrl: string
}

/** A change of a step's inputs that would cure a cause; without inputs it only leads to the step. */
export interface PlannedFix {
  step: (typeof STEP_IDS)[number]
  label: MessageOf<Catalogue['fixes']>
  inputs?: Record<string, unknown>
}

type FactsOf<C> = Extract<CauseMessage, { code: C }>['facts']

/** The fixes of one journey, by the code of the cause. */
export type FixTable = {
  readonly [C in CauseMessage['code']]?:
    PlannedFix | ((facts: FactsOf<C>, known: Partial<KnownAddresses>) => PlannedFix)
}

const GET_TOKEN: PlannedFix = { step: 'token', label: { code: 'GET_TOKEN' } }
const CREATE_POLICY: PlannedFix = { step: 'policy', label: { code: 'CREATE_POLICY' } }

/** What cures a cause in the journey of the Tyk guide. */
export const DCR_FIXES: FixTable = {
  API_LIST_EMPTY: { step: 'api', label: { code: 'CREATE_API' } },
  API_LISTENS_ELSEWHERE: { step: 'api', label: { code: 'CHANGE_LISTEN_PATH' } },
  HOST_NAME_WRONG: (_facts, known) => correctTarget(known),
  IDENTITY_CLAIM_NOT_SENT: {
    step: 'api',
    label: { code: 'READ_SUB' },
    inputs: { jwt_identity_base_field: 'sub' },
  },
  JWKS_URI_MISSING: (_facts, known) => correctJwksUri(known),
  JWKS_URI_WRONG: (_facts, known) => correctJwksUri(known),
  KEYS_CHANGED: GET_TOKEN,
  KEYS_EXPIRE: {
    step: 'policy',
    label: { code: 'LET_KEYS_LAST' },
    inputs: { key_expires_in: 0 },
  },
  KEYS_OF_OTHER_PROVIDER: (_facts, known) => correctJwksUri(known),
  LISTEN_PATH_NEAR: callPath,
  PATH_WITHOUT_API: callPath,
  POLICY_BADLY_SAVED: CREATE_POLICY,
  POLICY_DELETED: CREATE_POLICY,
  POLICY_FOR_OTHER_API: { step: 'policy', label: { code: 'CREATE_POLICY_FOR_API' } },
  POLICY_HAS_QUOTA: { step: 'policy', label: { code: 'LIFT_QUOTA' }, inputs: { quota_max: -1 } },
  POLICY_ID_FROM_PROVIDER: {
    step: 'api',
    label: { code: 'IGNORE_POLICY_CLAIM' },
    inputs: { jwt_policy_field_name: '' },
  },
  POLICY_NOT_DEFAULT: { step: 'default-policy', label: { code: 'MAKE_POLICY_DEFAULT' } },
  POLICY_SWITCHED_OFF: { step: 'policy', label: { code: 'SAVE_POLICY_ACTIVE' } },
  RATE_IS_SHARED: { step: 'policy', label: { code: 'LIFT_RATE' }, inputs: { rate: 0 } },
  SCOPE_NOT_ASKED: GET_TOKEN,
  SCOPES_OTHER_ASKED: GET_TOKEN,
  TARGET_NOT_RUNNING: (_facts, known) => correctTarget(known),
  TOKEN_CHANGED: GET_TOKEN,
  TOKEN_DAMAGED: GET_TOKEN,
  TOKEN_FOR_OTHER_USE: GET_TOKEN,
  TOKEN_NOT_SENT: {
    step: 'call-api',
    label: { code: 'SEND_TOKEN' },
    inputs: { send_token: true },
  },
  TOKEN_USED_UP: GET_TOKEN,
  TOKEN_WITHOUT_EXP: GET_TOKEN,
  UPSTREAM_SLOW: (_facts, known) => correctTarget(known),
}

function callPath({ listenPath }: FactsOf<'LISTEN_PATH_NEAR'>): PlannedFix {
  const label = { code: 'CALL_PATH', facts: { path: listenPath } } as const
  return { step: 'call-api', label, inputs: { path: listenPath } }
}

function correctJwksUri({ jwksUri }: Partial<KnownAddresses>): PlannedFix {
  if (jwksUri === undefined) return { step: 'api', label: { code: 'CORRECT_JWKS_URI' } }
  const label = { code: 'USE_ADDRESS', facts: { address: jwksUri } } as const
  return { step: 'api', label, inputs: { jwks_uri: jwksUri } }
}

function correctTarget({ targetUrl }: Partial<KnownAddresses>): PlannedFix {
  if (targetUrl === undefined) return { step: 'api', label: { code: 'CORRECT_TARGET' } }
  const label = { code: 'USE_ADDRESS', facts: { address: targetUrl } } as const
  return { step: 'api', label, inputs: { target_url: targetUrl } }
}

/** Finds the fix of a cause, with its button in words; `undefined` for a cause that has none. */
export function createFixFinder(
  table: FixTable,
  { language, known = {} }: { language: Catalogue; known?: Partial<KnownAddresses> },
): (cause: CauseMessage) => Fix | undefined {
  const speaker = createSpeaker(language)
  return (cause) => {
    const entry = table[cause.code] as PlannedFix | PlanFix | undefined
    const planned = typeof entry === 'function' ? entry(cause.facts as never, known) : entry
    if (!planned) return undefined
    const { step, label, inputs = {} } = planned
    return { label: speaker.say(language.fixes, label), step, inputs }
  }
}

type PlanFix = (facts: never, known: Partial<KnownAddresses>) => PlannedFix
