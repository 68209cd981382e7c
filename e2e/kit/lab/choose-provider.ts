import { DCR_PROVIDERS, type DcrProvider } from '#shared/tyk/provider-kinds.ts'

/** A provider outside of the lab, where the clients of a test are registered. */
export interface OutsideProvider {
  /** Its address, such as `https://your-org.okta.com`. */
  host: string
  /** Its kind, which decides how it is spoken to. Default `okta`. */
  kind?: DcrProvider
  /** Its API token or initial access token; left out where registration is open. */
  token?: string
}

/**
 * The provider that the environment names, with the variables of the command line: `DCR_LAB_IDP_HOST`,
 * `DCR_LAB_PROVIDER`, `DCR_LAB_API_TOKEN`.
 *
 * @throws RangeError for an unknown kind.
 */
export function readProvider(env: NodeJS.ProcessEnv = process.env): OutsideProvider | undefined {
  const host = env['DCR_LAB_IDP_HOST']
  if (!host) return undefined
  const kind = env['DCR_LAB_PROVIDER'] || undefined
  const token = env['DCR_LAB_API_TOKEN'] || undefined
  return {
    host,
    ...(kind !== undefined && { kind: readKind(kind) }),
    ...(token !== undefined && { token }),
  }
}

function readKind(name: string): DcrProvider {
  const kind = DCR_PROVIDERS.find((known) => known === name)
  if (kind) return kind
  throw new RangeError(
    `DCR_LAB_PROVIDER is "${name}", which is no kind of provider. Choose one of ${DCR_PROVIDERS.join(', ')}.`,
  )
}
