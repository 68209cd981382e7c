import { SECRET_REFERENCE } from './replay-request.ts'
import type { SetRequest } from './replay-set.ts'

const CLIENT = 'client:'

/** The environment variable that stands for a secret, or for the token of a client, on another machine. */
export function nameVariable(need: string): string {
  const name = need.startsWith(CLIENT) ? need.slice(CLIENT.length) : need
  return `DCR_LAB_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`
}

/** The secrets, and the tokens of clients, that requests refer to by name. */
export function listNeeds(requests: readonly Pick<SetRequest, 'request'>[]): string[] {
  const needs = requests.flatMap(({ request }) => {
    const { token } = request
    const written = [...JSON.stringify(request).matchAll(SECRET_REFERENCE)]
    return [
      ...written.map(([, name = '']) => name),
      ...(token.kind === 'secret' ? [token.secret] : []),
      ...('token' in token && token.token.startsWith(CLIENT) ? [token.token] : []),
    ]
  })
  return [...new Set(needs)].sort()
}
