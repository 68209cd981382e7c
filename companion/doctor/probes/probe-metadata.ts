import type { ClientBehaviour } from '#shared/contract/doctor.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import type { DcrOptions } from '#shared/tyk/dcr-options.ts'
import type { Driver } from '../../providers/driver.ts'
import type { DoctorTarget } from '../target.ts'

interface ProbeClient {
  driver: Driver
  target: Pick<DoctorTarget, 'provider' | 'host'>
  behaviour: ClientBehaviour
  name: string
  registrationUrl: string
  supported: {
    grants: readonly string[] | undefined
    methods: readonly string[] | undefined
  }
}

/** Where apps on a person's machine receive a code. @see [RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3) */
const LOOPBACK = 'http://127.0.0.1:33418/callback'

/** An address for providers that want a redirect URI of every client. */
export const ANY_REDIRECT = 'https://client.dcr-lab.test/callback'

/** The metadata with which the examined client registers: the grants are those that the server offers. */
export function buildProbeMetadata(client: ProbeClient): ClientMetadata {
  const { driver, target, behaviour, name, registrationUrl, supported } = client
  const built = driver.buildMetadata({
    client_name: name,
    redirect_uris: [],
    options: {
      provider: target.provider,
      ...chooseGrants(supported),
      idp_host: target.host,
      registration_endpoint: registrationUrl,
    },
  })
  const own = offersClientCredentials(supported.grants)
    ? { redirect_uris: [], response_types: [], ...built }
    : { ...built, redirect_uris: [LOOPBACK] }
  return {
    ...own,
    ...(behaviour.copies_supported_grants &&
      supported.grants && { grant_types: [...supported.grants] }),
    ...behaviour.metadata,
  }
}

/**
 * The same client in other words, for a server that refuses the first: without its empty lists, which some
 * servers do not take, and then with a redirect URI, which OpenID Connect demands of every client.
 */
export function listOtherForms(
  metadata: ClientMetadata,
  behaviour: ClientBehaviour,
): ClientMetadata[] {
  const short = Object.fromEntries(
    Object.entries(metadata).filter(
      ([name, value]) => name in behaviour.metadata || !Array.isArray(value) || value.length > 0,
    ),
  )
  const isShorter = Object.keys(short).length < Object.keys(metadata).length
  const hasRedirect = (metadata.redirect_uris ?? []).length > 0
  return [
    ...(isShorter ? [short] : []),
    ...(hasRedirect ? [] : [{ ...short, redirect_uris: [ANY_REDIRECT] }]),
  ]
}

/** A server that does not say which grants it serves is asked. */
function offersClientCredentials(grants: readonly string[] | undefined): boolean {
  return grants === undefined || grants.includes('client_credentials')
}

type Grants = Pick<DcrOptions, 'grant_types' | 'response_types' | 'token_endpoint_auth_method'>

function chooseGrants({ grants, methods }: ProbeClient['supported']): Grants {
  if (offersClientCredentials(grants))
    return {
      grant_types: ['client_credentials'],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
    }
  const isPublic = methods?.includes('none') ?? false
  return {
    grant_types: grants?.includes('refresh_token')
      ? ['authorization_code', 'refresh_token']
      : ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_post',
  }
}
