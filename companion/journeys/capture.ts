import type { Registration } from '#shared/contract/registration.ts'
import type { Run } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { Registrar } from '../registrar/registrar.ts'

export interface CaptureDeps {
  registrar: Registrar
  runs: { adoptRegistration(registration: Registration): Promise<Run | undefined> }
  reveal: (secret: string) => string
}

export interface Captured {
  client_id: string
  client_secret?: string | undefined
  catalogue_entry: string
}

/**
 * Takes over what the extension saw on the portal's last page. What a page says is checked against
 * what the registrar knows: a page cannot plant a client.
 */
export function createCapture({ registrar, runs, reveal }: CaptureDeps) {
  return async ({ client_id, client_secret, catalogue_entry }: Captured) => {
    const known = registrar.findByClientId(client_id)
    const isSame =
      known?.state === 'active' &&
      known.catalogue_entry === catalogue_entry &&
      (client_secret === undefined ||
        client_secret === reveal(`registration/${known.id}/client_secret`))
    if (!isSame) {
      throw new AppError('RECORD_NOT_FOUND', {
        detail: `No client ${client_id} was registered for this catalogue entry with these credentials.`,
        hint: 'Register the client in the portal of this companion.',
      })
    }
    const registration = await registrar.markCaptured(known.id)
    const run = await runs.adoptRegistration(registration)
    return { registration, run }
  }
}
