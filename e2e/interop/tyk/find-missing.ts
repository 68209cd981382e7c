/**
 * The members of a document that another one lacks or has otherwise. What an empty list, object, text, false
 * or 0 says is said by a member that is left out, too, as Go writes it.
 */
export function findMissing(expected: unknown, seen: unknown, path = ''): string[] {
  if (isNothing(expected) && isNothing(seen)) return []
  if (typeof expected !== 'object' || expected === null)
    return expected === seen ? [] : [path || 'the document']
  if (typeof seen !== 'object' || seen === null) return [path || 'the document']
  return Object.entries(expected).flatMap(([name, value]) =>
    findMissing(value, (seen as Record<string, unknown>)[name], path ? `${path}.${name}` : name),
  )
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'object') return Object.values(value).every(isNothing)
  return value === '' || value === false || value === 0
}
