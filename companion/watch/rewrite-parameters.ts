/**
 * A query or form in which some parameters have another value. All others stay byte for byte.
 *
 * @param text - Without `?` or `#`.
 */
export function rewriteParameters(
  text: string,
  names: readonly string[],
  change: (value: string) => string,
): string {
  return text
    .split('&')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      if (!names.includes(name) || rest.length === 0) return pair
      const value = new URLSearchParams(pair).get(name) ?? ''
      const next = change(value)
      return next === value ? pair : `${name}=${encodeURIComponent(next)}`
    })
    .join('&')
}

/** An address with the same done to its query and, where answers may be, to its fragment. */
export function rewriteAddress(
  address: string,
  names: readonly string[],
  change: (value: string) => string,
): string {
  const [beforeFragment = '', ...fragment] = address.split('#')
  const [path = '', ...query] = beforeFragment.split('?')
  const rewrite = (mark: string, parts: readonly string[]): string =>
    parts.length === 0 ? '' : mark + rewriteParameters(parts.join(mark), names, change)
  return path + rewrite('?', query) + rewrite('#', fragment)
}
