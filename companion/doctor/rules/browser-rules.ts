import type { Evidence } from '../evidence.ts'
import { BROWSER_ORIGIN } from '../probes/browser-probe.ts'
import type { Rule } from '../rule.ts'
import { isHtml, tellAnswer } from '../tell-answer.ts'

const PREFLIGHT = {
  text: 'Fetch standard, CORS preflight',
  href: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
}
const CORS_CHECK = {
  text: 'Fetch standard, CORS check',
  href: 'https://fetch.spec.whatwg.org/#concept-cors-check',
}

function isAllowed(origin: string | undefined): boolean {
  return origin === '*' || origin === BROWSER_ORIGIN
}

function isPreflightGood({ preflight }: Evidence): boolean {
  if (!preflight || preflight.status < 200 || preflight.status > 299) return false
  const headers = preflight.allowedHeaders.toLowerCase().split(/\s*,\s*/)
  return (
    isAllowed(preflight.allowedOrigin) &&
    (headers.includes('*') || headers.includes('content-type'))
  )
}

/** What stands before the words of a provider: the browser, and middleware. */
export const BROWSER_RULES: readonly Rule[] = [
  {
    id: 'no-cors',
    pain: 11,
    layer: 'registration',
    reference: PREFLIGHT,
    find: (evidence) => {
      const { preflight } = evidence
      return (
        preflight !== undefined &&
        !isPreflightGood(evidence) && {
          status: preflight.status,
          origin: preflight.allowedOrigin ?? '',
          headers: preflight.allowedHeaders,
        }
      )
    },
    fix: { client: { kind: 'tool' } },
  },
  {
    id: 'origin-refused',
    layer: 'registration',
    reference: {
      text: 'Keycloak: client registration policies',
      href: 'https://www.keycloak.org/securing-apps/client-registration#_client_registration_policies',
    },
    find: ({ preflight, registration }) =>
      preflight !== undefined &&
      registration?.seen.status === 403 &&
      registration.seen.error === 'Invalid origin' &&
      tellAnswer(registration.seen),
    fix: { client: { kind: 'tool' } },
  },
  {
    id: 'answer-hidden',
    layer: 'registration',
    reference: CORS_CHECK,
    find: ({ preflight, registration }) =>
      preflight !== undefined &&
      registration?.granted !== undefined &&
      !isAllowed(registration.allowedOrigin) && {
        status: registration.seen.status,
        origin: registration.allowedOrigin ?? '',
      },
    fix: { client: { kind: 'tool' } },
  },
  {
    id: 'csrf-refused',
    pain: 25,
    layer: 'registration',
    reference: {
      text: 'goauthentik/authentik#24969',
      href: 'https://github.com/goauthentik/authentik/issues/24969',
    },
    find: ({ registration }) =>
      registration?.seen.status === 403 &&
      isHtmlOrPlain(registration.seen) &&
      /\bCSRF\b/.test(registration.seen.text) && {
        status: registration.seen.status,
        text: registration.seen.text
          .replace(/<[^>]+>/g, ' ')
          .trim()
          .slice(0, 160),
      },
    fix: {
      faults: ['csrf-refused'],
    },
  },
]

/** No error document: the words of one are the provider's, and are judged by other rules. */
function isHtmlOrPlain(seen: NonNullable<Evidence['registration']>['seen']): boolean {
  return isHtml(seen) || !/json/i.test(seen.contentType ?? '')
}
