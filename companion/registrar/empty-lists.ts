import { readProviderError, writeProviderError } from '../providers/provider-error.ts'
import type { HttpAnswer, HttpClient } from '../outgoing/http-client.ts'
import { type DirectOrder, sendRegistration } from './registration-order.ts'

/** Grants for which a browser is sent to the provider and back. */
const WITH_REDIRECT = new Set(['authorization_code', 'implicit'])

/** An answer, and the order that it belongs to. */
export interface Answered {
  order: DirectOrder
  answer: HttpAnswer
}

/**
 * Registers again with empty lists where a provider has refused a client without redirects for lists that were
 * left out. Some servers take the standard's defaults then, which are those of a client with redirects, and
 * want to be told that there is none; others refuse empty lists, so those are not sent first. A refusal has
 * made no client.
 *
 * @returns The first answer where the second is a refusal, too: it is about the form that the standard has.
 * @throws AppError `PROVIDER_UNREACHABLE` when the second answer is lost: then there may be a client.
 *
 * @see [RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591.html#section-2) the default of response_types is code
 */
export async function tryEmptyLists(http: HttpClient, first: Answered): Promise<Answered> {
  const { order, answer } = first
  if (!wantsLists(order, answer)) return first
  const metadata = { redirect_uris: [], response_types: [], ...order.metadata }
  const second = { ...order, metadata }
  const label = 'Register client, with empty lists'
  const again = await sendRegistration(http, second, label)
  // What is neither a refusal nor lost is an outcome that must not be thrown away.
  return isRefusal(again.status) ? first : { order: second, answer: again }
}

function wantsLists({ metadata, mayAddEmptyLists }: DirectOrder, answer: HttpAnswer): boolean {
  const { grant_types: grants, redirect_uris, response_types } = metadata
  if (!mayAddEmptyLists || answer.status !== 400) return false
  if (!grants || grants.length === 0 || grants.some((grant) => WITH_REDIRECT.has(grant)))
    return false
  if (redirect_uris && response_types) return false
  const words = writeProviderError(readProviderError(answer.status, answer.text)) ?? ''
  return /redirect_?uri|response_?type|invalid_redirect_uri/i.test(words)
}

function isRefusal(status: number): boolean {
  return status >= 300 && status < 500
}
