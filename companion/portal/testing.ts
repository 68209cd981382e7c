import { request } from 'undici'

export interface PortalPageAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** A browser without scripts and without a memory: cookies are passed by the caller. */
export interface PortalVisitor {
  get: (path: string, headers?: Record<string, string>) => Promise<PortalPageAnswer>
  post: (
    path: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<PortalPageAnswer>
}

/** @param origin - Of the portal; asked for at each call, since tests begin before it is known. */
export function visitPortal(origin: () => string): PortalVisitor {
  async function send(
    path: string,
    options: Parameters<typeof request>[1],
  ): Promise<PortalPageAnswer> {
    const { statusCode, headers, body } = await request(origin() + path, options)
    return { status: statusCode, headers, text: await body.text() }
  }
  return {
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, form, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form).toString(),
      }),
  }
}

/** The session of an answer, as the `cookie` header of the next request. */
export function readCookie({ headers }: PortalPageAnswer): string {
  return String(headers['set-cookie']).split(';')[0] ?? ''
}
