/** The attempts of a request of a set share a thread, so that they can be compared over time. */
export function nameSetThread(set: string, request: string): string {
  return `set:${set}:${request}`
}

export function isOfSet(thread: string): boolean {
  return thread.startsWith('set:')
}
