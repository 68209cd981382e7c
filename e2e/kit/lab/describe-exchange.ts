import type { Exchange } from '#shared/contract/exchange.ts'

/** One line: what the call was for, its method and path, and how it ended. A query may hold secrets. */
export function describeExchange({ label, request, response, failure }: Exchange): string {
  const path = URL.canParse(request.url) ? new URL(request.url).pathname : request.url.split('?')[0]
  return `${label}: ${request.method} ${path} → ${response?.status ?? failure ?? 'no answer'}`
}
