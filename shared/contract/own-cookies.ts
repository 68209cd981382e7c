/** The portal's session. */
export const PORTAL_COOKIE = 'dcr_portal'

/** Of the embedded identity provider. */
export const IDP_COOKIES = {
  session: 'dcr_idp_session',
  interaction: 'dcr_idp_interaction',
  resume: 'dcr_idp_resume',
} as const

const OWN = /^dcr_(?:portal|idp_(?:session|interaction|resume))(?:\.sig)?$/

/**
 * Whether a cookie is one of the lab's own pages. Cookies know no ports, so a browser sends them to the
 * gateway, too; an upstream has no business with them.
 *
 * @see [RFC 6265 §8.5](https://www.rfc-editor.org/rfc/rfc6265.html#section-8.5) weak confidentiality
 */
export function isOwnCookie(name: string): boolean {
  return OWN.test(name)
}
