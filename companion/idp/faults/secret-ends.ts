/** When the secrets end that a fault gave an end; seconds since the epoch, on the lab's clock. */
export type SecretEnds = Map<string, number>

export function hasEnded(ends: SecretEnds, clientId: unknown, nowMs: number): boolean {
  const endsAt = typeof clientId === 'string' ? ends.get(clientId) : undefined
  return endsAt !== undefined && endsAt * 1000 <= nowMs
}
