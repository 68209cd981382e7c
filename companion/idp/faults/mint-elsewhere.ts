import type { Dialect } from '../dialects/dialect.ts'
import type { Dialects } from '../dialects/dialects.ts'
import type { FaultInjector } from './fault-injector.ts'

/**
 * Dialects whose initial access tokens are minted under another host name while that fault is on: the commonest
 * mistake with a provider in a container, which builds its issuer from the address that it was called by.
 */
export function mintElsewhere(dialects: Dialects, injector: FaultInjector): Dialects {
  return {
    ...dialects,
    async open(id) {
      const dialect = await dialects.open(id)
      return { ...dialect, createInitialToken: createMint(id, dialect, injector) }
    },
  }
}

function createMint(
  id: string,
  dialect: Dialect,
  injector: FaultInjector,
): Dialect['createInitialToken'] {
  return async (name) => {
    const token = await dialect.createInitialToken(name)
    const parts = token.split('.')
    if (parts.length !== 3 || !injector.take('iat-other-host', id)) return token
    return renameHost(parts, dialect.issuer)
  }
}

function renameHost([header, payload = '', signature]: string[], issuer: string): string {
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const { hostname } = new URL(issuer)
  const iss = issuer.replace(
    `//${hostname}`,
    hostname === 'localhost' ? '//127.0.0.1' : '//localhost',
  )
  const renamed = Buffer.from(JSON.stringify({ ...claims, iss })).toString('base64url')
  return [header, renamed, signature].join('.')
}
