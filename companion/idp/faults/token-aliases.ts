import { randomBytes } from 'node:crypto'

/**
 * Lets a registration access token change at each read, whatever the dialect does: the caller holds
 * an alias, the dialect its own token.
 */
export class TokenAliases {
  readonly #realOf = new Map<string, string>()
  readonly #aliasOf = new Map<string, string>()

  isEmpty(): boolean {
    return this.#realOf.size === 0
  }

  /** @returns The dialect's token, or nothing for one that was replaced. */
  resolve(sent: string): string | undefined {
    const real = this.#realOf.get(sent)
    if (real !== undefined) return real
    return this.#aliasOf.has(sent) ? undefined : sent
  }

  replace(real: string): string {
    const old = this.#aliasOf.get(real)
    if (old !== undefined) this.#realOf.delete(old)
    const alias = randomBytes(32).toString('base64url')
    this.#aliasOf.set(real, alias)
    this.#realOf.set(alias, real)
    return alias
  }
}
