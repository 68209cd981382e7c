/** A server cannot be had here; the message says why. It is a skip by name, never a pass. */
export class NotObtained extends Error {
  override name = 'NotObtained'
}
