/**
 * The gateway's origin under the name that the caller asked for. Only for requests whose Host was allowed:
 * it names this listener then, as 127.0.0.1, [::1] or localhost.
 */
export function readOrigin({ headers }: { headers: { host?: string | undefined } }): string {
  return `http://${(headers.host ?? '').toLowerCase()}`
}
