import type { Entry, Har, Header, PostData, QueryString } from 'har-format'
import type { Exchange, HeaderLine, RecordedBody } from '../contract/exchange.ts'
import { type WalkRecord } from './walk.ts'

/** What HAR asks for and the recorder does not measure. */
const UNKNOWN = -1
const HTTP_VERSION = 'HTTP/1.1'

/**
 * The exchanges as an HTTP Archive 1.2, which browsers and proxies import. A call that was not answered
 * has the status 0 and its reason in `_error`, as Chromium writes it.
 *
 * @see [HAR 1.2](http://www.softwareishard.com/blog/har-12-spec/)
 */
export function toHar({ version, exchanges }: Pick<WalkRecord, 'version' | 'exchanges'>): Har {
  return {
    log: {
      version: '1.2',
      creator: { name: 'DCR Lab', version },
      entries: exchanges.map(toEntry),
    },
  }
}

function toEntry(exchange: Exchange): Entry {
  const { at, duration_ms, request, label, from, to } = exchange
  return {
    startedDateTime: at,
    time: duration_ms,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: HTTP_VERSION,
      cookies: [],
      headers: request.headers.map(toHeader),
      queryString: readQuery(request.url),
      ...(request.body && { postData: toPostData(request.body) }),
      headersSize: UNKNOWN,
      bodySize: request.body?.size_bytes ?? 0,
    },
    response: toResponse(exchange),
    cache: {},
    timings: { send: 0, wait: duration_ms, receive: 0 },
    comment: `${label}: ${from} to ${to}`,
  }
}

function toResponse({ response, failure }: Exchange): Entry['response'] {
  const body = response?.body
  return {
    status: response?.status ?? 0,
    statusText: '',
    httpVersion: response ? HTTP_VERSION : '',
    cookies: [],
    headers: (response?.headers ?? []).map(toHeader),
    content: {
      size: body?.size_bytes ?? 0,
      mimeType: body?.media_type ?? '',
      ...(body && { text: body.text }),
      ...(body?.is_truncated && { comment: 'Only the beginning was kept.' }),
    },
    redirectURL: findHeader(response?.headers ?? [], 'location'),
    headersSize: UNKNOWN,
    bodySize: body?.size_bytes ?? 0,
    ...(failure !== undefined && { _error: failure }),
  }
}

function toHeader([name, value]: HeaderLine): Header {
  return { name, value }
}

function readQuery(url: string): QueryString[] {
  if (!URL.canParse(url)) return []
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
}

function toPostData({ media_type, text }: RecordedBody): PostData {
  return { mimeType: media_type, text }
}

function findHeader(headers: readonly HeaderLine[], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
}
