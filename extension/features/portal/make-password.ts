const LENGTH_BYTES = 12

/** A random password of 96 bits. */
export function makePassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH_BYTES))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
