/** A browser's way through the sign-in form, cookies included, to a redirect URI at port 9. */
export async function signIn(start: URL): Promise<URL> {
  const jar = new Map<string, string>()
  let url = start
  for (let hop = 0; hop < 10; hop += 1) {
    const isForm = url.pathname.includes('/interaction/')
    const response = await fetch(url, {
      redirect: 'manual',
      method: isForm ? 'POST' : 'GET',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(isForm && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(isForm && { body: 'login=ada' }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const mark = pair.indexOf('=')
      jar.set(pair.slice(0, mark), pair.slice(mark + 1))
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`${url.href} answered ${response.status}`)
    url = new URL(location, url)
    if (url.port === '9') return url
  }
  throw new Error('Too many redirects')
}
