import { AppError, type AppErrorOptions } from '#shared/errors/app-error.ts'
import type * as z from '#shared/zod.ts'
import type { HttpAnswer } from '../outgoing/http-client.ts'
import type { AdminDeps } from './admin.ts'
import type { ProviderError } from './driver.ts'
import { readProviderError } from './provider-error.ts'

export interface AdminCall {
  label: string
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  body?: unknown
}

export interface AdminCallOptions extends Pick<AdminDeps, 'http' | 'context'> {
  /** The provider's name, for sentences. */
  provider: string
  /** The value of the Authorization header. */
  authorization: string
  explain: (error: ProviderError) => AppErrorOptions
}

/** Sends calls to a provider's administration and reads the answers. */
export interface AdminCaller {
  /** @throws AppError `PROVIDER_REJECTED`, `PROVIDER_UNREACHABLE`. */
  send(call: AdminCall): Promise<HttpAnswer>
  /** @throws AppError as `send`, and `PROVIDER_REPLY_INVALID`. */
  read<S extends z.ZodType>(schema: S, call: AdminCall): Promise<z.output<S>>
}

export function createAdminCaller(options: AdminCallOptions): AdminCaller {
  const { http, context, provider, authorization, explain } = options
  const send = async ({ label, method = 'GET', url, body }: AdminCall): Promise<HttpAnswer> => {
    const answer = await http.send(context(label), {
      method,
      url,
      headers: {
        accept: 'application/json',
        authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (answer.status >= 200 && answer.status < 300) return answer
    const error = readProviderError(answer.status, answer.text)
    const words = [error.error, error.description].filter(Boolean).join(': ')
    throw new AppError('PROVIDER_REJECTED', {
      detail: `${provider} answered ${answer.status}${words ? `: ${words}` : ''}`,
      hint: 'The exchange below shows what was sent and what came back.',
      ...explain({ ...error, call: 'administration' }),
    })
  }
  return {
    send,
    async read(schema, call) {
      const { text } = await send(call)
      const parsed = schema.safeParse(parseJson(text))
      if (parsed.success) return parsed.data
      throw new AppError('PROVIDER_REPLY_INVALID', {
        detail: `${call.url} answered with something that is not what ${provider} sends.`,
        hint: `Check that the host is ${provider}.`,
        cause: parsed.error,
      })
    },
  }
}

/** @returns The value, or undefined where the text is not JSON, which no schema here takes. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
