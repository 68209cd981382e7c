import { dirname, join } from 'node:path'
import { rootCertificates } from 'node:tls'
import type { Certificates } from './certificates/certificates.ts'
import { createDocuments, type Documents } from './documents/documents.ts'
import type { FindTls } from './outgoing/egress.ts'
import type { Recorder } from './recorder/recorder.ts'
import type { Store } from './store/store.ts'
import { tableOf } from './store/table.ts'

interface OpenDocumentsDeps {
  recorder: Recorder
  certificates: Certificates
  keyFile: string
}

/** Opens the documents; the lab's own processes trust the authority behind them, at loopback alone. */
export function openDocuments(
  store: Store,
  { recorder, certificates, keyFile }: OpenDocumentsDeps,
): { documents: Documents; findTls: FindTls } {
  const documents = createDocuments({
    table: tableOf(store, 'client_documents'),
    recorder,
    authorityPath: join(dirname(keyFile), 'documents-authority.pem'),
  })
  const findTls: FindTls = (origin) => {
    const own = documents.trustedAt(origin)
    return (
      certificates.find(origin) ??
      (own === undefined ? undefined : { ca: [...rootCertificates, own] })
    )
  }
  return { documents, findTls }
}
