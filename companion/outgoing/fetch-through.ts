import { type Dispatcher, fetch, type RequestInit as UndiciInit } from 'undici'

/** A `fetch` with the guard of addresses and the trust of a dispatcher, whatever dispatcher its caller names. */
export function fetchThrough(
  dispatcher: Dispatcher,
): (url: string, init: unknown) => Promise<Response> {
  return async (url, init) =>
    (await fetch(url, { ...(init as UndiciInit), dispatcher })) as unknown as Response
}
