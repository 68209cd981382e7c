/** A value of JSON with each of its texts masked; names of members stay. */
export function maskValue<T>(value: T, mask: (text: string) => string): T {
  return maskAny(value, mask) as T
}

function maskAny(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((part: unknown) => maskAny(part, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, maskAny(member, mask)]),
  )
}
