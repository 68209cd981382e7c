/** A secret as texts may spell it: plain, and escaped for an address, a form and JSON. */
export function listSpellings(secret: string): Set<string> {
  const whole = toWellFormed(secret)
  return new Set([
    secret,
    encodeURIComponent(whole),
    new URLSearchParams([['', whole]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ])
}

/** Half a surrogate pair has no encoding; it becomes U+FFFD, as it does on the wire. */
export function toWellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}
