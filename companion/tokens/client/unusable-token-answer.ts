import { readObject } from '#shared/oauth/metadata/read-object.ts'
import { ClientError } from 'openid-client'
import type { HttpAnswer } from '../../outgoing/http-client.ts'
import { describeRedirect, findRedirect, readHeader } from '../../providers/redirect-answer.ts'

type Answer = Pick<HttpAnswer, 'status' | 'text' | 'headers'>

/** What a member of an answer is demanded by. */
const DEMANDED: Readonly<Record<string, string>> = {
  access_token: 'RFC 6749 §5.1 demands',
  token_type: 'RFC 6749 §5.1 demands',
  id_token: 'OpenID Connect Core §3.1.3.3 demands, since the scope openid was asked for',
  request_uri: 'RFC 9126 §2.2 demands',
  device_code: 'RFC 8628 §3.2 demands',
  user_code: 'RFC 8628 §3.2 demands',
  verification_uri: 'RFC 8628 §3.2 demands',
  expires_in: 'the standard demands',
  active: 'RFC 7662 §2.2 demands',
}

/** Why an answer that is no refusal cannot be used: the library names the member in its cause alone. */
export function describeUnusable(thrown: Error, answer: Answer | undefined): string {
  const redirect = answer && findRedirect(answer)
  if (redirect !== undefined)
    return `${describeRedirect(redirect).replace(/^It/, 'it').replace(/\.$/, '')}, and a redirect is not followed`
  const type = answer && readHeader(answer, 'content-type')
  if (thrown instanceof ClientError && thrown.code === 'OAUTH_RESPONSE_IS_NOT_JSON')
    return `its content type is ${type === undefined ? 'not said' : (type.split(';')[0] ?? '')}, not application/json, which RFC 6749 §5.1 demands`
  const message = thrown.cause instanceof Error ? thrown.cause.message : thrown.message
  const member = /"(\w+)" property/.exec(message)?.[1] ?? /(id_token|ID Token)/.exec(message)?.[1]
  if (member === undefined) return message
  const name = member === 'ID Token' ? 'id_token' : member
  const members = readObject(answer?.text ?? '') ?? {}
  const isMissing = members[name] === undefined || members[name] === null
  if (isMissing && DEMANDED[name] !== undefined) return `it has no ${name}, which ${DEMANDED[name]}`
  return message
}
