import type { Evidence, Stage } from '../evidence.ts'
import { rfc, type Rule } from '../rule.ts'
import { tellAnswer } from '../tell-answer.ts'

/** The client of a failure that the ledger knows to be gone. */
export const OWN_RULES: readonly Rule[] = [
  {
    id: 'own-client-deleted',
    layer: 'registration',
    reference: rfc(7592, '2.3', 'client delete request'),
    find: ({ own }) => own?.isDeleted === true && { name: own.name, id: own.clientId },
    fix: {},
  },
]

/** A client that is examined as it is, and that the provider does not know with this id and secret. */
export const OWN_TOKEN_RULES: readonly Rule[] = [
  {
    id: 'own-client-unknown',
    layer: 'token',
    reference: rfc(6749, '5.2', 'error response'),
    find: ({ own, token }) =>
      own !== undefined &&
      token !== undefined &&
      (token.seen.error === 'invalid_client' ||
        (token.seen.status === 401 && token.seen.error === 'unauthorized_client')) && {
        ...tellAnswer(token.seen),
        id: own.clientId,
      },
    fix: {},
  },
]

/** What shows that a call of a stage was answered well in this examination. */
const IS_ANSWERED: Partial<Record<Stage, (evidence: Evidence) => boolean>> = {
  network: ({ discovery }) => discovery !== undefined,
  discovery: ({ discovery }) => discovery !== undefined,
  registration: ({ registration, own }) => !own && registration?.granted !== undefined,
  management: ({ management }) => management?.read === 200,
  token: ({ token }) => token?.hasToken === true,
  keys: ({ keys }) => keys !== undefined && keys.problem === undefined,
  gateway: ({ call }) =>
    call?.verdict?.is_allowed === true && call.status >= 200 && call.status < 300,
}

function find(isRepeated: boolean) {
  return (evidence: Evidence) => {
    const { failed } = evidence
    if (!failed || isRepeated !== (IS_ANSWERED[failed.layer]?.(evidence) ?? false)) return undefined
    return { failure: failed.text }
  }
}

/** For an examination that began at a failure and found no error: the failure stands, and is told as it was. */
export const FAILED_RULES: readonly Rule[] = [
  {
    id: 'failure-not-repeated',
    layer: 'gateway',
    layerOf: ({ failed }) => failed?.layer,
    reference: rfc(6749, '5.2', 'error response'),
    find: find(true),
    fix: {},
  },
  {
    id: 'failure-as-recorded',
    layer: 'gateway',
    layerOf: ({ failed }) => failed?.layer,
    reference: rfc(6749, '5.2', 'error response'),
    find: find(false),
    fix: {},
  },
]
