// A person at the lab's sign-in page: follows redirects with cookies, and signs in as alice.

/** @param {string} start @returns {Promise<URL>} where the browser would be sent: the client's redirect URI */
export async function signIn(start) {
  const cookies = new Map()
  let url = new URL(start)
  const redirectUri = new URL(url.searchParams.get('redirect_uri'))
  let body
  for (let hop = 0; hop < 12; hop += 1) {
    const answer = await fetch(url, {
      redirect: 'manual',
      method: body ? 'POST' : 'GET',
      body,
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
    })
    for (const line of answer.headers.getSetCookie()) {
      const pair = /^([^=]+)=([^;]*)/.exec(line)
      if (pair) cookies.set(pair[1], pair[2])
    }
    const location = answer.headers.get('location')
    if (!location && body) throw new Error(`The sign-in ended with ${answer.status}`)
    body = location ? undefined : new URLSearchParams({ login: 'alice' })
    if (!location && answer.status >= 400)
      throw new Error(`The sign-in page is ${answer.status}: ${await answer.text()}`)
    if (!location) continue
    url = new URL(location, url)
    if (url.origin === redirectUri.origin && url.pathname === redirectUri.pathname) return url
  }
  throw new Error('The sign-in did not end')
}
