/**
 * Opens an address as a browser does, signs in where there is a form, and stops where the browser would leave the
 * provider or stay on a page. @returns The last answer.
 */
export async function browse(start: string): Promise<Response> {
  const cookies = new Map<string, string>()
  let url = new URL(start)
  let form: URLSearchParams | undefined
  for (let hop = 0; hop < 12; hop += 1) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      cookies.set(name, value.join('='))
    }
    const location = answer.headers.get('location')
    const action =
      location === null ? /action="([^"]+)"/.exec(await answer.clone().text())?.[1] : undefined
    if (location === null && action === undefined) return answer
    const next = new URL(location ?? action ?? '', url)
    if (next.origin !== url.origin) return answer
    form = action === undefined ? undefined : new URLSearchParams({ login: 'alice' })
    url = next
  }
  throw new Error('Too many redirects')
}
