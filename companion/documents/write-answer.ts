import type { ClientDocumentRecord } from '../store/schema.ts'

/** What is sent for a document, with what is wrong on purpose. */
export interface DocumentAnswer {
  status: number
  headers: Record<string, string>
  text: string
  delayMs: number
}

const SLOW_MS = 15_000

/** @param address - Of the document: its client id, unless that is wrong on purpose. */
export function writeAnswer(
  { metadata, faults }: Pick<ClientDocumentRecord, 'metadata' | 'faults'>,
  address: string,
): DocumentAnswer {
  const has = (fault: (typeof faults)[number]): boolean => faults.includes(fault)
  const grants: unknown[] = Array.isArray(metadata['grant_types']) ? metadata['grant_types'] : []
  const document = {
    client_id: address,
    ...metadata,
    ...(has('other_id') && { client_id: `${address}-of-somebody-else` }),
    ...(has('changed') && {
      client_name: 'Changed under the server’s feet',
      grant_types: [...grants, 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
    }),
    ...(has('private_address') && {
      logo_uri: 'https://192.168.0.1/logo.png',
      jwks_uri: 'https://10.0.0.1/jwks.json',
    }),
  }
  const isRedirect = has('redirect')
  return {
    status: isRedirect ? 302 : 200,
    headers: {
      'Content-Type': has('wrong_type') ? 'text/html; charset=utf-8' : 'application/json',
      'Cache-Control': 'max-age=60',
      ...(isRedirect && { Location: address }),
    },
    text: isRedirect ? '' : JSON.stringify(document, null, 2),
    delayMs: has('slow') ? SLOW_MS : 0,
  }
}
