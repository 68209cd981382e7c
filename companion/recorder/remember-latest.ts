/**
 * A function that remembers what it has returned for the latest texts: the same few tokens come with call after call.
 *
 * @param most - How many texts are remembered.
 */
export function rememberLatest<T>(read: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (known.has(text)) return known.get(text) as T
    const value = read(text)
    known.set(text, value)
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
    return value
  }
}
