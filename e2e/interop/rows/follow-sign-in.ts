import { request } from 'undici'

/** Redirects and forms before a sign-in counts as endless. */
const MOST_PAGES = 15

/** What a person would type into the forms on the way. */
export type FormAnswers = Record<string, string>

/**
 * Walks a sign-in by plain HTTP as a browser would: keeps cookies, follows redirects, fills in and sends the
 * first form of each page.
 *
 * @returns The text of the page at the end.
 */
export async function followSignIn(start: string, answers: FormAnswers = {}): Promise<string> {
  const cookies = new Map<string, string>()
  let url = start
  let body: URLSearchParams | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await request(url, {
      headers: {
        // Some servers answer scripts with JSON, and people with the page.
        accept: 'text/html',
        'sec-fetch-mode': 'navigate',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(body && { method: 'POST', body: body.toString() }),
    })
    keepCookies(cookies, [answer.headers['set-cookie'] ?? []].flat())
    const location = [answer.headers.location ?? []].flat()[0]
    const text = await answer.body.text()
    const form = location === undefined ? readForm(text, answers) : undefined
    if (location === undefined && !form) return text
    url = new URL(location ?? form?.action ?? '', url).href
    body = form?.body
  }
  throw new Error(`The sign-in did not end after ${MOST_PAGES} pages`)
}

function keepCookies(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (name !== undefined && value !== undefined) cookies.set(name, value)
  }
}

/** The first form that takes what there is to answer. */
function readForm(
  page: string,
  answers: FormAnswers,
): { action: string; body: URLSearchParams } | undefined {
  const [form] = /<form[\s\S]*?<\/form>/.exec(page) ?? []
  if (form === undefined || Object.keys(answers).length === 0) return undefined
  const action = readAttribute(/<form[^>]*>/.exec(form)?.[0] ?? '', 'action') ?? ''
  const body = new URLSearchParams()
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const name = readAttribute(input, 'name')
    if (name !== undefined) body.append(name, answers[name] ?? readAttribute(input, 'value') ?? '')
  }
  return { action, body }
}

function readAttribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&')
}
