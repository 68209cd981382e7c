import * as z from '../../zod.ts'

/** What each kind of request is for, in OAuth's terms, with the words for a list. */
export const MEANINGS = {
  resource_metadata: 'Read resource metadata',
  server_metadata: 'Read server metadata',
  registration: 'Register client',
  client_management: 'Manage client',
  pushed_authorization: 'Push authorization request',
  authorization: 'Ask for authorization',
  sign_in: 'Sign in',
  device_authorization: 'Ask for device code',
  token: 'Get token',
  introspection: 'Introspect token',
  revocation: 'Revoke token',
  key_set: 'Read key set',
  user_info: 'Read user info',
  end_session: 'End session',
  preflight: 'Ask for permission (CORS)',
  api_call: 'Call API',
  portal_page: 'Use portal',
  other: 'Other request',
} as const

const NAMES = Object.keys(MEANINGS) as [keyof typeof MEANINGS, ...(keyof typeof MEANINGS)[]]

export const OAuthMeaning = z.enum(NAMES).meta({ id: 'OAuthMeaning' })

export type OAuthMeaning = z.infer<typeof OAuthMeaning>
