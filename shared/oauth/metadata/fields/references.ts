export interface Reference {
  text: string
  href: string
}

const rfc = (number: number, section: string): Reference => ({
  text: `RFC ${number} §${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`,
})

const openId = (text: string, href: string): Reference => ({
  text,
  href: `https://openid.net/specs/${href}`,
})

/** Where each member of client metadata is defined. */
export const RFC_7591 = rfc(7591, '2')
export const RFC_7591_STATEMENT = rfc(7591, '2.3')
export const RFC_8705_SUBJECT = rfc(8705, '2.1.2')
export const RFC_8705_BOUND = rfc(8705, '3.4')
export const RFC_9101 = rfc(9101, '10.5')
export const RFC_9126 = rfc(9126, '6')
export const RFC_9396 = rfc(9396, '10')
export const RFC_9449 = rfc(9449, '5.2')
export const RFC_9701 = rfc(9701, '6')
export const OIDC_REGISTRATION = openId(
  'OIDC Registration §2',
  'openid-connect-registration-1_0.html#ClientMetadata',
)
export const RP_LOGOUT = openId(
  'OIDC RP-Initiated Logout §3.1',
  'openid-connect-rpinitiated-1_0.html#ClientMetadata',
)
export const FRONT_LOGOUT = openId(
  'OIDC Front-Channel Logout §2',
  'openid-connect-frontchannel-1_0.html#RPLogout',
)
export const BACK_LOGOUT = openId(
  'OIDC Back-Channel Logout §2.2',
  'openid-connect-backchannel-1_0.html#BCRegistration',
)
export const CIBA = openId(
  'CIBA §4',
  'openid-client-initiated-backchannel-authentication-core-1_0.html#registration',
)
export const JARM = openId('JARM §3', 'oauth-v2-jarm.html#name-client-metadata')
