/** Follows a flow like a browser, from its start to the redirect URI. */
export async function signIn(start: string, form: Record<string, string> = {}): Promise<Response> {
  const jar = new Map<string, string>()
  let url = new URL(start)
  let init: RequestInit = {}
  for (let hop = 0; hop < 15; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { cookie, ...(init.headers as Record<string, string>) },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    const text = location === null ? await response.text() : ''
    const hidden = [...text.matchAll(/name="(xsrf|user_code|confirm)" value="([^"]*)"/g)]
    const action = /action="([^"]+)"/.exec(text)?.[1]
    if (location === null && action === undefined) return new Response(text, response)
    url = new URL(location ?? action ?? '', url)
    init = {}
    if (location === null || url.pathname.includes('/interaction/'))
      init = {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          login: 'ada',
          ...form,
          ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])),
        }).toString(),
      }
  }
  throw new Error('Too many redirects')
}
