import type { SecretPlace } from './vault.ts'

/** A secret of a registration: `client_secret`, `registration_access_token`, `initial_access_token`. */
export function registrationPlace(id: string, field: string): SecretPlace {
  return { collection: 'registrations', id, field }
}

/** A secret that was typed into a run or made by it. */
export function runPlace(id: string, field: string): SecretPlace {
  return { collection: 'runs', id, field }
}

export function tokenPlace(id: string, field = 'access_token'): SecretPlace {
  return { collection: 'tokens', id, field }
}

/** The private key of the client certificate that is shown at this origin. */
export function certificatePlace(origin: string): SecretPlace {
  return { collection: 'provider_certificates', id: origin, field: 'private_key' }
}

/** A secret that replayed requests refer to by its name. */
export function replayPlace(name: string): SecretPlace {
  return { collection: 'replay_secrets', id: name, field: 'value' }
}
