import type * as OidcProvider from 'oidc-provider'

/**
 * Loads oidc-provider, which takes a third of a second, and keeps it from saying that it would rather
 * have Node 22: the README says so, once.
 */
export async function importOidcProvider(): Promise<typeof OidcProvider> {
  const { warn } = console
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words)
  }
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}
