import type { ReplayRequest } from '#shared/contract/replay/replay-request.ts'
import { assertAllowedUrl } from '../../outgoing/egress.ts'
import { toWellFormed } from '../../secrets/list-spellings.ts'
import { refuseInput } from '../refuse-input.ts'
import type { SecretUse } from './secret-use.ts'

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The address of a request, with its query.
 *
 * @param gateway - Origin of the gateway.
 * @throws AppError `INPUT_INVALID`, `ADDRESS_REFUSED`.
 */
export function buildUrl(
  { url: written, query, route }: Pick<ReplayRequest, 'url' | 'query' | 'route'>,
  gateway: string,
  use: SecretUse,
): URL {
  const text = use.fill(written.trim(), (secret) => encodeURIComponent(toWellFormed(secret)))
  const url = route === 'gateway' ? readGatewayUrl(text, gateway) : readDirectUrl(text)
  if (url.username !== '' || url.password !== '')
    throw refuseInput(
      'url',
      'The address holds a user name or a password.',
      'Take them out of the address, and choose Basic with a kept password as the token.',
    )
  assertAllowedUrl(url)
  for (const { name, value, is_off } of query) {
    if (is_off === true || (name === '' && value === '')) continue
    const pair = `${encodeURIComponent(toWellFormed(use.fill(name)))}=${encodeURIComponent(toWellFormed(use.fill(value)))}`
    url.search = url.search === '' ? pair : `${url.search}&${pair}`
  }
  url.hash = ''
  return url
}

function readGatewayUrl(text: string, gateway: string): URL {
  if (text.startsWith('/') && !text.startsWith('//')) {
    const url = parseUrl(gateway + text)
    if (url) return url
  }
  const url = parseUrl(text)
  const own = new URL(gateway)
  if (url && LOOPBACK_NAMES.has(url.hostname) && url.port === own.port && url.protocol === 'http:')
    // Joined as text: a path that begins with // would lead to another host.
    return new URL(gateway + url.pathname + url.search)
  throw refuseInput(
    'url',
    url
      ? `${url.host || url.protocol} is not the gateway, through which this request was to go.`
      : 'This is no address and no path.',
    `Write a path such as /orders/, or choose Direct to call another address. The gateway is at ${gateway}.`,
  )
}

function readDirectUrl(text: string): URL {
  const url = parseUrl(text)
  if (url) return url
  throw refuseInput(
    'url',
    'This is no complete address.',
    'Write one such as https://api.example.com/orders, or choose Through the gateway for a path.',
  )
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
