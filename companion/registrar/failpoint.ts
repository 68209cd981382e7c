import { channel } from 'node:diagnostics_channel'

/** The points at which `npm run crash-matrix` kills a registration or a deletion. */
type Failpoint =
  | 'before-intent'
  | 'after-intent'
  | 'request-sent'
  | 'after-answer'
  | 'after-parse'
  | 'after-record'
  | 'before-delete'
  | 'after-delete'

const failpoints = channel('dcr-lab:failpoint')

/**
 * Announces that this point is reached. In production there is no listener; the crash matrix loads a module
 * that kills the process here, as a power cut would.
 *
 * @param afterMs - Time for the provider to receive the request before the process is killed.
 */
export function reachFailpoint(name: Failpoint, afterMs = 0): void {
  failpoints.publish({ name, afterMs })
}
