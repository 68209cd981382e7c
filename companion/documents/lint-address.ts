import { findAddressProblems } from '#shared/cimd/lint-address.ts'
import { lintDocument } from '#shared/cimd/lint-document.ts'
import type { LintReport } from '#shared/contract/client-document.ts'
import type { HeaderLine } from '#shared/contract/exchange.ts'
import type { HttpClient } from '../outgoing/http-client.ts'

/**
 * Fetches a document as a server would, and says what is wrong with it.
 *
 * @throws AppError `PROVIDER_UNREACHABLE`, `ADDRESS_REFUSED`.
 */
export async function lintAddress(http: HttpClient, address: string): Promise<LintReport> {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    return { address, findings: findAddressProblems(address) }
  const answer = await http.send(
    { from: 'developer', to: 'app', label: 'Fetch a client metadata document to lint it' },
    { method: 'GET', url: address, headers: { accept: 'application/json' } },
  )
  const read = (name: string): string | undefined => readField(answer.headers, name)
  const sizeBytes = Buffer.byteLength(answer.text)
  const contentType = read('content-type')
  return {
    address,
    status: answer.status,
    ...(contentType !== undefined && { content_type: contentType }),
    size_bytes: sizeBytes,
    exchange: answer.exchange,
    findings: lintDocument({
      address,
      status: answer.status,
      contentType,
      cacheControl: read('cache-control'),
      expires: read('expires'),
      text: answer.text,
      sizeBytes,
    }),
  }
}

function readField(headers: readonly HeaderLine[], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}
