import type { Provider } from 'oidc-provider'

export type RefreshToken = InstanceType<Provider['RefreshToken']>

/** The engine's refresh tokens, for dialects whose introspection and revocation are their own. */
export interface RefreshTokens {
  /** @returns `undefined` for a token that is none, has ended, was used up or revoked. */
  find(token: string): Promise<RefreshToken | undefined>
  /** Ends the token and every other one of its grant. Access tokens live on. */
  revoke(token: RefreshToken): Promise<void>
}

/** @param open - The engine as it is now. */
export function openRefreshTokens(open: () => Promise<Provider>): RefreshTokens {
  return {
    async find(value) {
      const provider = await open()
      const token = await provider.RefreshToken.find(value)
      if (!token?.isValid || token.grantId === undefined) return undefined
      const grant = await provider.Grant.find(token.grantId)
      return grant && token
    },
    async revoke(token) {
      const provider = await open()
      await provider.RefreshToken.revokeByGrantId(token.grantId ?? '')
      await (await provider.Grant.find(token.grantId ?? ''))?.destroy()
      await token.destroy()
    },
  }
}
