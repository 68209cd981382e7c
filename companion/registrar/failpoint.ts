import { channel } from 'node:diagnostics_channel'

/** Where a registration or a deletion can be cut off: `npm run crash-matrix` does it at each. */
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
 * Says that this point is reached. Nothing listens in production; the crash matrix loads a module
 * that kills the process here, as a power cut would.
 *
 * @param afterMs - How long the world gets to take notice of what was just begun.
 */
export function reachFailpoint(name: Failpoint, afterMs = 0): void {
  failpoints.publish({ name, afterMs })
}
