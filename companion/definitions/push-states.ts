import type { PushCall } from '#shared/contract/endpoints/push.ts'
import type { PushItem } from './plan-push.ts'

/** What a Tyk Gateway answered about one definition after its reload. */
export interface Answers {
  check: PushCall
  /** Absent where no call was made. */
  visit: PushCall | undefined
}

/** The answer that shows that a definition is dead; `undefined` when none does. */
export function judgeLife(
  { isKeyless }: PushItem,
  { check, visit }: Answers,
): PushCall | undefined {
  if (check.status !== 200) return check
  if (!visit) return undefined
  const { status } = visit
  // An upstream may answer anything; who asks for a token answers before it.
  if (isKeyless) return status === undefined ? visit : undefined
  return status === undefined || status === 404 || status >= 500 ? visit : undefined
}

/** What is wrong, and what to do about it. */
export function describeDead(
  { kind, id }: PushItem,
  { method, url, status, answer = '' }: PushCall,
): string {
  const seen = `${method} ${url} answers ${status ?? 'nothing'}: ${answer.trim()}`
  if (kind === 'policy')
    return `Tyk took the policy "${id}" and does not have it after the reload (${seen}). Set policies.policy_path and "policy_source": "file" in tyk.conf and restart Tyk: without policy_path it writes policies to its working directory and never reads them, and each call under this policy gets 500.`
  return `Tyk took the API "${id}" and does not serve it after the reload (${seen}). Read what Tyk's log says while it loads the API, and whether app_path in tyk.conf is where it reads APIs from.`
}
