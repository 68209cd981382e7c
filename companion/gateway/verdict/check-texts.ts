import type { CheckId } from '#shared/contract/verdict.ts'

interface CheckText {
  title: string
  reference: { text: string; href: string }
}

const RFC = 'https://www.rfc-editor.org/rfc'
const TYK_DOCS = 'https://tyk.io/docs'
const TYK_JWT = `${TYK_DOCS}/basic-config-and-security/security/authentication-authorization/json-web-tokens/`

/** What each check is called, and where its rule is written down. */
export const CHECK_TEXTS: Record<CheckId, CheckText> = {
  route: {
    title: 'Find the API',
    reference: {
      text: 'Tyk: listen path',
      href: `${TYK_DOCS}/tyk-gateway-api/api-definition-objects/`,
    },
  },
  endpoint: {
    title: 'Check the endpoint',
    reference: {
      text: 'Tyk: traffic transformation',
      href: `${TYK_DOCS}/api-management/traffic-transformation/`,
    },
  },
  credential: {
    title: 'Find the token',
    reference: { text: 'RFC 6750 §2.1', href: `${RFC}/rfc6750.html#section-2.1` },
  },
  token_shape: {
    title: 'Read the token',
    reference: { text: 'RFC 8725 §3', href: `${RFC}/rfc8725.html#section-3` },
  },
  key: {
    title: 'Find the key',
    reference: { text: 'RFC 7517 §4.5, kid', href: `${RFC}/rfc7517.html#section-4.5` },
  },
  signature: {
    title: 'Check the signature',
    reference: { text: 'RFC 7515 §5.2', href: `${RFC}/rfc7515.html#section-5.2` },
  },
  time: {
    title: 'Check the times',
    reference: { text: 'RFC 7519 §4.1.4, exp', href: `${RFC}/rfc7519.html#section-4.1.4` },
  },
  issuer: {
    title: 'Check the issuer',
    reference: { text: 'RFC 7519 §4.1.1, iss', href: `${RFC}/rfc7519.html#section-4.1.1` },
  },
  audience: {
    title: 'Check the audience',
    reference: { text: 'RFC 7519 §4.1.3, aud', href: `${RFC}/rfc7519.html#section-4.1.3` },
  },
  claims: {
    title: 'Check other claims',
    reference: { text: 'Tyk OAS: claim validation', href: TYK_JWT },
  },
  identity: {
    title: 'Read who is calling',
    reference: { text: 'Tyk: identity source of a JWT', href: TYK_JWT },
  },
  policy: {
    title: 'Find the policy',
    reference: { text: 'Tyk: policies of a JWT', href: TYK_JWT },
  },
  key_state: {
    title: 'Check the session',
    reference: {
      text: 'Tyk: security policies',
      href: `${TYK_DOCS}/basic-config-and-security/security/security-policies/`,
    },
  },
  access_right: {
    title: 'Check the access right',
    reference: {
      text: 'Tyk: security policies',
      href: `${TYK_DOCS}/basic-config-and-security/security/security-policies/`,
    },
  },
  rate: {
    title: 'Count against the rate',
    reference: { text: 'RFC 6585 §4, 429', href: `${RFC}/rfc6585.html#section-4` },
  },
  quota: {
    title: 'Count against the quota',
    reference: {
      text: 'Tyk: request quotas',
      href: `${TYK_DOCS}/basic-config-and-security/control-limit-traffic/request-quotas/`,
    },
  },
  upstream: {
    title: 'Call the upstream',
    reference: { text: 'RFC 9110 §7.6, forwarding', href: `${RFC}/rfc9110.html#section-7.6` },
  },
}
