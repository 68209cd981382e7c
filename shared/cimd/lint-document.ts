import { findAddressProblems } from './lint-address.ts'
import { finding, type LintFinding } from './lint-finding.ts'
import { findMemberProblems } from './lint-members.ts'

/** What a server got when it fetched a document. */
export interface FetchedDocument {
  /** The client id. */
  address: string
  status: number
  contentType?: string | undefined
  cacheControl?: string | undefined
  expires?: string | undefined
  text: string
  sizeBytes: number
}

const MOST_BYTES = 5 * 1024

/**
 * What is wrong with a client metadata document, each with the revision and section of the draft that says
 * so. No faults: unknown grants, a list of methods, a loopback redirect with any port, `+json`.
 *
 * @see [draft-ietf-oauth-client-id-metadata-document-02](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-02)
 */
export function lintDocument(fetched: FetchedDocument): LintFinding[] {
  const { address, text } = fetched
  const delivery = [...findAddressProblems(address), ...findDeliveryProblems(fetched)]
  const document = readObject(text)
  if (document) return [...delivery, ...findMemberProblems(address, document)]
  return [...delivery, finding('not_json', 'error', 'The body is no JSON object.', '4')]
}

function findDeliveryProblems(fetched: FetchedDocument): LintFinding[] {
  const { status, contentType = '', sizeBytes } = fetched
  const found: LintFinding[] = []
  const isRedirect = status >= 300 && status < 400
  if (isRedirect)
    found.push(
      finding(
        'redirect',
        'error',
        `The address redirects (${status}); servers must not follow.`,
        '5',
      ),
    )
  else if (status !== 200)
    found.push(
      finding('status', 'error', `The address answers ${status}; only 200 is a document.`, '4'),
    )
  if (status === 200 && !isJsonType(contentType))
    found.push(
      finding(
        'content_type',
        'error',
        `Content-Type is ${contentType || 'missing'}; it has to be application/json, or application/…+json.`,
        '4',
      ),
    )
  if (sizeBytes > MOST_BYTES)
    found.push(
      finding(
        'size',
        'error',
        `The document has ${sizeBytes} bytes; servers stop at about 5 KB.`,
        '8.7',
      ),
    )
  if (status === 200 && !hasLifetime(fetched))
    found.push(
      finding(
        'cache',
        'warning',
        'Neither Cache-Control with max-age nor Expires says how long the document may be kept.',
        '5.2',
      ),
    )
  return found
}

function isJsonType(contentType: string): boolean {
  return /^application\/(?:[\w.!#$&^-]+\+)?json\s*(?:;|$)/i.test(contentType)
}

function hasLifetime({ cacheControl = '', expires }: FetchedDocument): boolean {
  return expires !== undefined || /max-age|no-store|no-cache/i.test(cacheControl)
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
