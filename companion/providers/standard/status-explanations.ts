import type { ProviderCall } from '../driver.ts'
import type { Explanation } from '../explanation.ts'

const ALL: readonly ProviderCall[] = [
  'registration',
  'management',
  'token',
  'introspection',
  'revocation',
]

function semantics(section: string, text: string) {
  return {
    text: `RFC 9110 §${section}, ${text}`,
    href: `https://www.rfc-editor.org/rfc/rfc9110.html#section-${section}`,
  }
}

/** What a status says of itself, whatever the call was. */
export const STATUS_EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'html-page',
    calls: ALL,
    statuses: [400, 401, 403, 406, 503],
    words: /^\s*<(?:!doctype|html|head|title)\b/i,
    basis: 'standard',
    explanation: {
      hint: 'An HTML page came in place of an error document: something before the provider, such as a firewall or a proxy, likely answered. Credentials and metadata are not what it speaks of.',
      reference: semantics('15.5', 'client error 4xx'),
    },
  },
  {
    id: 'management-elsewhere',
    calls: ['management'],
    statuses: [301, 302, 303, 307, 308],
    basis: 'standard',
    explanation: {
      hint: 'The server sends the call to another address, likely to its sign-in page: it does not manage clients over this API.',
      reference: semantics('15.4', 'redirection 3xx'),
    },
  },
  {
    id: 'not-there',
    calls: ['registration', 'token', 'introspection', 'revocation'],
    statuses: [404, 410],
    basis: 'standard',
    explanation: {
      hint: 'Nothing is at this address: it is wrong, or the provider has the call switched off. Compare it with the metadata.',
      reference: semantics('15.5.5', '404 Not Found'),
    },
  },
  {
    id: 'client-not-there',
    calls: ['management'],
    statuses: [404, 410],
    basis: 'standard',
    explanation: {
      hint: 'The provider has no client at this address: it was deleted, or clients are not managed there.',
      reference: semantics('15.5.5', '404 Not Found'),
    },
  },
  {
    id: 'method-not-taken',
    calls: ALL,
    statuses: [405, 501],
    basis: 'standard',
    explanation: {
      hint: 'The address exists, and takes another method than this one: the address belongs to something else, or the provider does not offer the call.',
      reference: semantics('15.5.6', '405 Method Not Allowed'),
    },
  },
  {
    id: 'media-type-not-taken',
    calls: ALL,
    statuses: [406, 415],
    basis: 'standard',
    explanation: {
      hint: 'The provider takes or sends another media type than the standard’s at this address: JSON for registration and management, a form for the others.',
      reference: semantics('15.5.16', '415 Unsupported Media Type'),
    },
  },
  {
    id: 'too-many',
    calls: ALL,
    statuses: [429],
    basis: 'standard',
    explanation: {
      hint: 'The provider’s rate limit is reached. Wait as long as Retry-After says, then try again.',
      reference: {
        text: 'RFC 6585 §4, 429 Too Many Requests',
        href: 'https://www.rfc-editor.org/rfc/rfc6585.html#section-4',
      },
    },
  },
  {
    id: 'provider-broke',
    calls: ALL,
    statuses: [500, 502, 503, 504],
    basis: 'standard',
    explanation: {
      hint: 'The provider, or a proxy before it, failed; what was sent may be right or wrong. The provider’s log says more.',
      reference: semantics('15.6', 'server error 5xx'),
    },
  },
]
