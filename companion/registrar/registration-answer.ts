import { AppError, type AppErrorOptions } from '#shared/errors/app-error.ts'
import { type ReadClient, readClientInformation } from '#shared/oauth/read-client-information.ts'
import type { Driver, ProviderError } from '../providers/driver.ts'
import { readProviderError, writeProviderError } from '../providers/provider-error.ts'
import { findRedirect } from '../providers/redirect-answer.ts'
import type { HttpAnswer } from '../outgoing/http-client.ts'
import { describeUnusable } from './unusable-answer.ts'

type Answer = Pick<HttpAnswer, 'status' | 'text' | 'headers' | 'readMasked'>

/**
 * Reads the answer to a registration. 200 is accepted like 201, since some servers send 200.
 *
 * @see [RFC 7591 §3.2](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2)
 */
export function readRegistrationAnswer(answer: Answer): ReadClient | { error: ProviderError } {
  const { status } = answer
  if (status !== 201 && status !== 200) return { error: readRefusal(answer) }
  const client = readClientInformation(parseJson(answer.text))
  return client ?? { error: { status, description: describeUnusable(answer) } }
}

/** An answer that carries no client: the provider's words, or what came instead of them. */
export function readRefusal(answer: Answer): ProviderError {
  const { status } = answer
  if (status >= 400) return readProviderError(status, answer.text)
  return { status, description: describeUnusable(answer) }
}

/** The error as a person reads it: the provider's own words first, then an explanation. */
export function refuseAnswer(driver: Driver, error: ProviderError, answer: Answer): AppError {
  const words = writeProviderError(error)
  const isUnusable = answer.status < 300
  return new AppError(isUnusable ? 'PROVIDER_REPLY_INVALID' : 'PROVIDER_REJECTED', {
    detail: words
      ? `${driver.label} answered ${answer.status}: ${words}`
      : `${driver.label} answered ${answer.status} without an error document.`,
    hint: 'The exchange below shows what was sent and what came back.',
    ...(findRedirect(answer) ? REDIRECT : driver.explain(error)),
  })
}

const REDIRECT: AppErrorOptions = {
  hint: 'A redirect is not followed: the metadata and the credential would go with it to another address. Give the address that answers without one; a provider that leads to a page where people sign in does not offer this call to programs.',
  reference: {
    text: 'RFC 7591 §3.2, client registration response',
    href: 'https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2',
  },
}

/** Some servers put a byte order mark before their JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
