import type { RequestHandler } from 'express'
import type { SecretRegistry } from '../secrets/secret-registry.ts'

/** The token of a pairing is kept as a hash; once it is used, it is known and masked everywhere. */
export function rememberCallers(registry: Pick<SecretRegistry, 'add'>): RequestHandler {
  return (request, _response, next) => {
    const [, token] = (request.headers.authorization ?? '').split(' ')
    if (token !== undefined) registry.add(token)
    next()
  }
}

/**
 * Right after the start of a companion with very many secrets: what changes something, or shows what the
 * gateway decided, waits until all secrets are known. Lists are answered at once, since they were masked
 * before they were kept.
 */
export function awaitSecrets(
  registry: Pick<SecretRegistry, 'isComplete' | 'completed'>,
): RequestHandler {
  return async (request, _response, next) => {
    const isList = request.method === 'GET' && !request.path.startsWith('/api/verdicts')
    if (!isList && !registry.isComplete()) await registry.completed
    next()
  }
}
