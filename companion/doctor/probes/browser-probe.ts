import { findHeader, findRegistrationUrl, sendCall, type WalkTools } from '../walk-tools.ts'

/** The origin of the page in which a browser's client runs. */
export const BROWSER_ORIGIN = 'https://tool.dcr-lab.test'

/** Asks as a browser does whether the page may register. @see [Fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) */
export async function probePreflight(tools: WalkTools): Promise<void> {
  if (tools.behaviour.kind !== 'browser') return
  const { headers, status } = await sendCall(tools, 'Ask for CORS', {
    method: 'OPTIONS',
    url: findRegistrationUrl(tools),
    headers: {
      origin: BROWSER_ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  })
  tools.evidence.preflight = {
    status,
    allowedOrigin: findHeader(headers, 'access-control-allow-origin'),
    allowedHeaders: findHeader(headers, 'access-control-allow-headers') ?? '',
  }
}
