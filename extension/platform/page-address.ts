/** The name of the page in this document's address, as in `#/clients`; empty on the steps. */
export function readPageAddress(): string {
  return location.hash.replace(/^#\/?/, '')
}

/** Puts the name into the address: reload keeps the page, and the browser's Back leads out of it. */
export function writePageAddress(name: string): void {
  if (readPageAddress() !== name) location.hash = name === '' ? '' : `/${name}`
}

/** Calls `listener` when Back, Forward or a person changed the address. */
export function watchPageAddress(listener: (name: string) => void): void {
  addEventListener('hashchange', () => listener(readPageAddress()))
}
