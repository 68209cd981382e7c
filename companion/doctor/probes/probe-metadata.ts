import type { ClientBehaviour } from '#shared/contract/doctor.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import type { Driver } from '../../providers/driver.ts'
import type { DoctorTarget } from '../target.ts'

interface ProbeClient {
  driver: Driver
  target: Pick<DoctorTarget, 'provider' | 'host'>
  behaviour: ClientBehaviour
  name: string
  registrationUrl: string
  supportedGrants: readonly string[] | undefined
}

/** The metadata with which the examined client registers. */
export function buildProbeMetadata(client: ProbeClient): ClientMetadata {
  const { driver, target, behaviour, name, registrationUrl, supportedGrants } = client
  const built = driver.buildMetadata({
    client_name: name,
    redirect_uris: [],
    options: {
      provider: target.provider,
      grant_types: ['client_credentials'],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
      idp_host: target.host,
      registration_endpoint: registrationUrl,
    },
  })
  return {
    ...built,
    ...(behaviour.copies_supported_grants &&
      supportedGrants && { grant_types: [...supportedGrants] }),
    ...behaviour.metadata,
  }
}
