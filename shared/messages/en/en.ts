import type { CheckId } from '../../contract/verdict.ts'
import { ACCESS_TOKEN } from './gateway/access-token.ts'
import { CLAIMS } from './gateway/claims.ts'
import { EXAMINATION } from './findings/examination.ts'
import { FINDINGS } from './findings/findings.ts'
import { FIXES } from './fixes.ts'
import { KEYS } from './gateway/keys.ts'
import { LABELS } from './gateway/labels.ts'
import { LIMITS } from './gateway/limits.ts'
import { POLICIES } from './gateway/policies.ts'
import { REQUEST } from './gateway/request.ts'
import { ROUTE } from './gateway/route.ts'
import { TOKEN } from './gateway/token.ts'
import { UPSTREAM } from './gateway/upstream.ts'
import { WORDS } from './gateway/words.ts'

interface CheckText {
  title: string
  /** Where the check's rule is written down. */
  reference: { text: string; href: string }
}

/** All that is said, in English: the original, by which every other language is checked. */
export const EN = {
  /** What each of the gateway's checks is called. */
  checks: {
    ...ROUTE.checks,
    ...TOKEN.checks,
    ...KEYS.checks,
    ...CLAIMS.checks,
    ...POLICIES.checks,
    ...LIMITS.checks,
    ...UPSTREAM.checks,
  } satisfies Record<CheckId, CheckText>,
  /** Why a check failed: what the answer to the caller hides. */
  refusals: {
    ...REQUEST.refusals,
    ...ROUTE.refusals,
    ...TOKEN.refusals,
    ...ACCESS_TOKEN,
    ...KEYS.refusals,
    ...CLAIMS.refusals,
    ...POLICIES.refusals,
    ...LIMITS.refusals,
    ...UPSTREAM.refusals,
  },
  /** What may have led to a failure. */
  causes: {
    ...REQUEST.causes,
    ...ROUTE.causes,
    ...TOKEN.causes,
    ...KEYS.causes,
    ...CLAIMS.causes,
    ...POLICIES.causes,
    ...LIMITS.causes,
    ...UPSTREAM.causes,
  },
  /** Names of the values that a verdict shows. */
  labels: LABELS,
  /** Parts of sentences, and values in words. */
  words: WORDS,
  /** What the button of a fix says. */
  fixes: FIXES,
  /** What the doctor finds, by the id of its rule. */
  findings: FINDINGS,
  /** What went well in an examination, and what it left behind. */
  examination: EXAMINATION,
}
