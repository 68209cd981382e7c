import { AppError } from '#shared/errors/app-error.ts'
import { ClientInformation } from '#shared/oauth/client-metadata.ts'
import type { Driver, ProviderError } from '../providers/driver.ts'
import { readProviderError } from '../providers/provider-error.ts'
import type { HttpAnswer } from '../outgoing/http-client.ts'

/**
 * Reads the answer to a registration. 200 is accepted like 201, since some servers send 200.
 *
 * @see [RFC 7591 §3.2](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2)
 */
export function readRegistrationAnswer(
  answer: Pick<HttpAnswer, 'status' | 'text'>,
): { information: ClientInformation } | { error: ProviderError } {
  if (answer.status !== 201 && answer.status !== 200)
    return { error: readProviderError(answer.status, answer.text) }
  const information = ClientInformation.safeParse(parseJson(answer.text))
  if (information.success) return { information: information.data }
  const [issue] = information.error.issues
  const member = issue?.path.join('.')
  return {
    error: {
      status: answer.status,
      description: member
        ? `The answer’s ${member} is not what RFC 7591 says: ${issue?.message}.`
        : 'The answer is no JSON object.',
    },
  }
}

/** The error as a person reads it: the provider's own words first, then an explanation. */
export function refuseAnswer(driver: Driver, error: ProviderError, answer: HttpAnswer): AppError {
  const words = [error.error, error.description].filter(Boolean).join(': ')
  const isUnusable = answer.status < 300
  return new AppError(isUnusable ? 'PROVIDER_REPLY_INVALID' : 'PROVIDER_REJECTED', {
    detail: words
      ? `${driver.label} answered ${answer.status}: ${words}`
      : `${driver.label} answered ${answer.status} without an error document.`,
    hint: 'The exchange below shows what was sent and what came back.',
    ...driver.explain(error),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
