import type { OAuthMeaning } from '#shared/oauth/meaning/oauth-meaning.ts'
import type { Leg } from './leg.ts'
import { sayLeg } from './say-leg.ts'

const MOST_PARTS = 14

/** The leg that never came, as the end of a sentence whose subject is the client. */
const NEVER: Partial<Record<OAuthMeaning, string>> = {
  resource_metadata: 'never read the resource metadata',
  server_metadata: 'never read the server metadata',
  registration: 'never registered',
  authorization: 'never asked for authorization',
  sign_in: 'never came back from the sign-in page',
  token: 'never asked for a token',
  api_call: 'never called the API with its token',
}

/** What a client did in one sentence: its legs in their order, and the one that is missing. */
export function tellStory(legs: readonly Leg[], missing: OAuthMeaning | undefined): string {
  const parts: string[] = []
  for (const leg of legs) {
    // A person's clicks at the sign-in are no legs of the client.
    if (leg.meaning === 'sign_in') continue
    const part = sayLeg(leg)
    if (part !== parts.at(-1)) parts.push(part)
  }
  const shown =
    parts.length <= MOST_PARTS
      ? parts
      : [...parts.slice(0, MOST_PARTS / 2), '…', ...parts.slice(-MOST_PARTS / 2)]
  const never = missing && NEVER[missing]
  const text = shown.join(', ') + (never === undefined ? '' : `; ${never}`)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
