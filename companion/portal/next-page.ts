/** Accepts a path of this portal only: `//host` and `/\host` would lead to another host. */
export function readNext(next: string): string {
  return /^\/[A-Za-z0-9?=&%._~-][A-Za-z0-9/?=&%._~-]*$/.test(next) ? next : '/clients'
}

/** The catalogue entry that a path of this portal is about. */
export function findEntry(next: string): string | undefined {
  return new URLSearchParams(next.split('?')[1] ?? '').get('entry') ?? undefined
}
