import * as z from '../../zod.ts'
import { ClientDocument, DocumentInput, DocumentName, LintReport } from '../client-document.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'

const params = z.strictObject({ name: DocumentName })

/** What others have to trust before they can fetch a document of this lab. */
const AuthorityReply = z
  .strictObject({ certificate: z.string().describe('PEM'), hint: z.string() })
  .meta({ id: 'LabAuthority' })

export const documentEndpoints = {
  listClientDocuments: defineList({
    id: 'listClientDocuments',
    path: '/api/client-documents',
    summary: 'The client metadata documents that this lab hosts',
    item: ClientDocument,
  }),
  putClientDocument: defineEndpoint({
    id: 'putClientDocument',
    method: 'put',
    path: '/api/client-documents/:name',
    summary: 'Makes or changes a document, and what is wrong with it on purpose',
    params,
    body: DocumentInput,
    reply: ClientDocument,
  }),
  deleteClientDocument: defineEndpoint({
    id: 'deleteClientDocument',
    method: 'delete',
    path: '/api/client-documents/:name',
    summary: 'Deletes a document',
    status: 204,
    params,
    reply: z.undefined(),
  }),
  lintClientDocument: defineEndpoint({
    id: 'lintClientDocument',
    method: 'post',
    path: '/api/client-documents/lint',
    summary: 'Fetches a document at any address and says what is wrong with it',
    body: z.strictObject({ address: z.string().min(1).max(2000) }),
    reply: LintReport,
  }),
  getLabAuthority: defineEndpoint({
    id: 'getLabAuthority',
    method: 'get',
    path: '/api/lab-authority',
    summary: "The lab's certificate authority, which others have to trust; nothing installs it",
    reply: AuthorityReply,
  }),
}
