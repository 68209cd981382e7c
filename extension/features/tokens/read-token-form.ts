import type { FlowOrder, TokenOrder } from '#shared/contract/token.ts'
import type * as z from '#shared/zod.ts'
import { DEVICE, EXCHANGE, type Grant, JWT_BEARER } from './token-words.ts'

/** The field values of the form that gets a token. */
export interface TokenForm {
  /** Id of a registration. */
  client: string
  grant: Grant
  /** Id of the token that is renewed or exchanged. */
  token: string
  /** The JWT that is given for a token. */
  assertion: string
  scope: string
  audience: string
  resource: string
  dpop: boolean
  par: boolean
}

export const EMPTY_FORM: TokenForm = {
  client: '',
  grant: 'client_credentials',
  token: '',
  assertion: '',
  scope: '',
  audience: '',
  resource: '',
  dpop: false,
  par: false,
}

/** The grants that begin with another token. */
export function needsToken(grant: Grant): boolean {
  return grant === 'refresh_token' || grant === EXCHANGE
}

/** What the companion is asked: for a token at once, or to begin with a person's part. */
export type Asked = { token: z.input<typeof TokenOrder> } | { flow: z.input<typeof FlowOrder> }

export function readTokenForm(form: TokenForm): Asked {
  const { grant, token, dpop, par } = form
  const resource = form.resource.trim()
  const common = {
    registration: form.client,
    scope: form.scope.trim(),
    audience: form.audience.trim(),
    ...(resource !== '' && { resource }),
    dpop,
  }
  if (grant === 'authorization_code') return { flow: { ...common, grant, par } }
  if (grant === DEVICE) return { flow: { ...common, grant } }
  if (grant === 'client_credentials') return { token: { ...common, grant } }
  if (grant === JWT_BEARER) return { token: { ...common, grant, assertion: form.assertion.trim() } }
  return { token: { ...common, grant, token } }
}
