import type { Request } from 'express'
import { readBearer } from '../bearer.ts'
import { refuse } from '../dialect-error.ts'
import type { DialectClient } from '../profile/client-store.ts'
import type { Realm } from './realm.ts'
import { refuseBearer, refusePolicy } from './refusals.ts'
import { readTokenType } from './registration-tokens.ts'
import { verifyAccessToken } from './access-tokens.ts'

/**
 * Lets a caller register. An initial access token is used up by a client that was made, and not by a
 * try that was refused.
 *
 * @returns Counts the use; it refuses, too, since another call may have had the last one.
 */
export function admitRegistrant(token: string | undefined, realm: Realm): () => Promise<void> {
  if (token === undefined) throw refuseHost()
  if (!realm.state.hasInitialToken(token)) throw refuseOther(token, realm) ?? refuseHost()
  const refuseProblem = (problem: ReturnType<Realm['state']['checkInitialToken']>): void => {
    if (problem === 'used_up') throw refuseBearer('No remaining count on initial access token')
    // One that has ended does not even decode.
    if (problem) throw refuseBearer('Failed decode token')
  }
  refuseProblem(realm.state.checkInitialToken(token))
  return async () => refuseProblem(await realm.state.useInitialToken(token))
}

/** @throws DialectError In the words of a read, or of a change. */
export function admitManager(request: Request, realm: Realm): DialectClient {
  const client = realm.clients.find(String(request.params['client']))
  const token = readBearer(request)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const refusal = refuseBearer(
    isRead
      ? 'Not authorized to view client. Not valid token or client credentials provided.'
      : 'Not authorized to update client. Maybe missing token or bad token type.',
  )
  if (token === undefined) throw refusal
  if (client && realm.clients.isManagedBy(client, token)) return client
  if (realm.state.hasInitialToken(token))
    throw isRead ? refuseBearer('Not initial access token allowed') : refusal
  throw refuseOther(token, realm) ?? refusal
}

function refuseHost(): Error {
  return refusePolicy('Trusted Hosts', 'Host not trusted.')
}

/** A bearer that is neither initial token nor the client's own; nothing for one of another client. */
function refuseOther(token: string, realm: Realm): Error | undefined {
  const type = readTokenType(token, realm.issuer)
  if (type === 'RegistrationAccessToken') return undefined
  return verifyAccessToken(token, realm)
    ? refuse(403, 'insufficient_scope', 'Forbidden')
    : refuseBearer('Failed decode token')
}
