import type { Numbers, Texts } from '../../facts.ts'

const RFC = 'https://www.rfc-editor.org/rfc'
const POLICIES = {
  text: 'Tyk: security policies',
  href: 'https://tyk.io/docs/basic-config-and-security/security/security-policies/',
}

/** What the session of a caller may use. */
export const LIMITS = {
  checks: {
    key_state: { title: 'Check the session', reference: POLICIES },
    access_right: { title: 'Check the access right', reference: POLICIES },
    rate: {
      title: 'Count against the rate',
      reference: { text: 'RFC 6585 §4, 429', href: `${RFC}/rfc6585.html#section-4` },
    },
    quota: {
      title: 'Count against the quota',
      reference: {
        text: 'Tyk: request quotas',
        href: 'https://tyk.io/docs/basic-config-and-security/control-limit-traffic/request-quotas/',
      },
    },
  },
  refusals: {
    API_NOT_GRANTED: ({ granted, api }: Texts<'granted' | 'api'>) =>
      `The policy gives access to ${granted}, not to ${api}.`,
    API_RATE_EXCEEDED: ({ rate, perSeconds }: Numbers<'rate' | 'perSeconds'>) =>
      `The API as a whole allows ${rate} requests in ${perSeconds} s.`,
    ENDPOINT_RATE_EXCEEDED: ({
      endpoint,
      rate,
      perSeconds,
    }: Texts<'endpoint'> & Numbers<'rate' | 'perSeconds'>) =>
      `The endpoint ${endpoint} allows ${rate} requests in ${perSeconds} s.`,
    POLICY_INACTIVE: ({ policies }: Texts<'policies'>) =>
      `A policy of the caller is inactive: ${policies}.`,
    QUOTA_EXCEEDED: ({ quota, renews }: Numbers<'quota'> & Texts<'renews'>) =>
      `The quota of ${quota} requests is used up; it renews ${renews}.`,
    RATE_EXCEEDED: ({
      rate,
      perSeconds,
      waitSeconds,
    }: Numbers<'rate' | 'perSeconds' | 'waitSeconds' | 'used'>) =>
      `The policy allows ${rate} requests in ${perSeconds} s; the next window opens in ${waitSeconds} s.`,
    SESSION_ENDED: ({ seconds, allowedSeconds }: Numbers<'seconds' | 'allowedSeconds'>) =>
      `The session of this identity ended ${seconds} s ago: the policy allows ${allowedSeconds} s, and the token brings no later end.`,
    URL_NOT_GRANTED: ({ method, path }: Texts<'method' | 'path'>) =>
      `The policy's allowed_urls have no entry for ${method} ${path}.`,
    VERSION_NOT_GRANTED: ({ granted, api, version }: Texts<'granted' | 'api' | 'version'>) =>
      `The policy gives access to the versions ${granted} of ${api}, not to ${version}.`,
  },
  causes: {
    API_HAS_RATE: 'The API definition has a global_rate_limit.',
    ENDPOINT_HAS_RATE: 'The API definition limits this endpoint (rate_limit).',
    KEYS_EXPIRE: 'Keys of this policy expire.',
    POLICY_FOR_OTHER_API: 'The policy was made for another API.',
    POLICY_FOR_OTHER_VERSION: 'The policy was made for another version of this API.',
    POLICY_HAS_QUOTA: 'The policy has a quota.',
    POLICY_RESTRICTS_PATHS: 'The policy restricts the paths of this API.',
    POLICY_SWITCHED_OFF: 'The policy was switched off.',
    RATE_IS_SHARED: 'All tokens of one identity share the rate.',
    TOKEN_WITHOUT_EXP: 'The token has no exp that would carry the session on.',
  },
}
