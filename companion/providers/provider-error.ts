import type { ProviderError } from './driver.ts'

/**
 * Reads an error answer: OAuth's `{error, error_description}`, or Okta's
 * `{errorCode, errorSummary, errorCauses}`, or `{errorMessage}` of Keycloak's administration. Anything
 * else keeps its status only.
 */
export function readProviderError(status: number, text: string): ProviderError {
  const body = parseObject(text)
  const causes = Array.isArray(body['errorCauses']) ? (body['errorCauses'] as unknown[]) : []
  const summaries = causes.map((cause) => readText(cause, 'errorSummary')).filter(Boolean)
  const summary = [readText(body, 'errorSummary'), ...summaries].filter(Boolean).join(': ')
  return {
    status,
    error: readText(body, 'error') ?? readText(body, 'errorCode'),
    description:
      readText(body, 'error_description') ??
      readText(body, 'errorMessage') ??
      (summary || undefined),
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function readText(value: unknown, name: string): string | undefined {
  const member = (value as Record<string, unknown> | null)?.[name]
  return typeof member === 'string' ? member.slice(0, 2000) : undefined
}
