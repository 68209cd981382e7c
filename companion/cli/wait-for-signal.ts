/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once, as Node does. */
export function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
