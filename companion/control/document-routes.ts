import { Router } from 'express'
import { documentEndpoints } from '#shared/contract/endpoints/document-endpoints.ts'
import type { Documents } from '../documents/documents.ts'
import { lintAddress } from '../documents/lint-address.ts'
import { bind } from '../http/bind.ts'
import { bindList } from '../http/bind-list.ts'
import type { HttpClient } from '../outgoing/http-client.ts'

export interface DocumentRoutesDeps {
  documents: Documents
  http: HttpClient
}

const HINT =
  'Give the certificate to the server that has to fetch documents of this lab, such as NODE_EXTRA_CA_CERTS=lab-ca.pem. It signs for 127.0.0.1, ::1 and localhost. Do not install it in a system or browser.'

/** `/api/client-documents` and the authority behind them. */
export function documentRoutes({ documents, http }: DocumentRoutesDeps): Router {
  const router = Router()
  bindList(router, documentEndpoints.listClientDocuments, {
    rows: () => documents.list(),
    keyOf: ({ name }) => name,
    present: (item) => item,
  })
  bind(router, documentEndpoints.lintClientDocument, ({ body }) => lintAddress(http, body.address))
  bind(router, documentEndpoints.putClientDocument, ({ params, body }) =>
    documents.put(params.name, body),
  )
  bind(router, documentEndpoints.deleteClientDocument, async ({ params }) => {
    await documents.remove(params.name)
    return undefined
  })
  bind(router, documentEndpoints.getLabAuthority, async () => {
    const { certificate } = await documents.authority()
    return { certificate, hint: HINT }
  })
  return router
}
