import type { IncomingMessage } from 'node:http'

/** What one token request is about, for those who shape its answer later. */
export interface TokenPlan {
  grant: string
  /** The scope of the token, once it is known. */
  scope: string
  /** Who the token speaks for, once it is known. */
  sub?: string
  /** Asked for with `openid`, which lets the bearer ask for userinfo. */
  isOpenid: boolean
  /** Whether it is for anybody: the default scopes name "account", and a client may have none. */
  hasAudience: boolean
}

/** The plans of the requests that are under way; a plan goes with its request. */
export type TokenPlans = WeakMap<IncomingMessage, TokenPlan>
