import type { ReplayRequest } from '#shared/contract/replay/replay-request.ts'

/**
 * A request through the gateway with a path instead of the gateway's address, which is another one on
 * another machine, and after a restart on other ports.
 *
 * @param gateway - Origin of the gateway.
 */
export function shortenUrl(request: ReplayRequest, gateway: string): ReplayRequest {
  const { url, route } = request
  if (route !== 'gateway' || !url.startsWith(gateway)) return request
  const rest = url.slice(gateway.length)
  if (rest === '') return { ...request, url: '/' }
  return /^[/?]/.test(rest) ? { ...request, url: rest.replace(/^\?/, '/?') } : request
}
