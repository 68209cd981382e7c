import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client'
import { AppError } from '#shared/errors/app-error.ts'

/** How a client is known to an authorization server. */
export type ClientWay = 'pre-registered' | 'document' | 'registration'

export interface WayOrder {
  /** `auto`: as MCP prefers them. */
  way: 'auto' | ClientWay
  client_id: string
  document_url: string
}

/**
 * Pre-registered, a document, registration: the first that can be gone.
 *
 * @throws AppError `STEP_NOT_READY` when the chosen way lacks something, or none is open.
 *
 * @see [MCP, client registration](https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization/client-registration)
 */
export function chooseWay(
  { way, client_id, document_url }: WayOrder,
  metadata: Pick<
    AuthorizationServerMetadata,
    'client_id_metadata_document_supported' | 'registration_endpoint' | 'issuer'
  >,
): { way: ClientWay; reason: string } {
  const takesDocuments = metadata.client_id_metadata_document_supported === true
  const canRegister = metadata.registration_endpoint !== undefined
  if (way === 'pre-registered' || (way === 'auto' && client_id !== '')) {
    if (client_id === '') throw lacking('a client id', 'Enter the id that the server gave out.')
    return { way: 'pre-registered', reason: 'A client id was given.' }
  }
  if (way === 'document' || (way === 'auto' && document_url !== '' && takesDocuments)) {
    if (document_url === '')
      throw lacking('the address of a document', 'Enter the https address of the document.')
    return {
      way: 'document',
      reason: takesDocuments
        ? 'The server says that it takes documents.'
        : 'The server does not say that it takes documents.',
    }
  }
  if (canRegister)
    return {
      way: 'registration',
      reason: takesDocuments
        ? 'The server takes documents, too; none was given.'
        : 'The server does not say that it takes documents.',
    }
  throw new AppError('STEP_NOT_READY', {
    detail: `${metadata.issuer} names no registration endpoint${takesDocuments ? ', and takes documents, of which none was given' : ' and does not say that it takes documents'}.`,
    hint: takesDocuments
      ? 'Enter the address of a document, or the id of a client that was made beforehand.'
      : 'Have a client made there beforehand, and enter its id.',
  })
}

function lacking(what: string, hint: string): AppError {
  return new AppError('STEP_NOT_READY', { detail: `This way needs ${what}.`, hint })
}
