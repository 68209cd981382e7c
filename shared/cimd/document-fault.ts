/** What the lab does wrong on purpose when it serves a document, and what a server should do then. */
export const DOCUMENT_FAULTS = {
  slow: 'The answer takes 15 seconds: a server gives up before',
  wrong_type: 'Content-Type is text/html: a server refuses it, and oidc-provider does not look',
  changed: 'Another name, and an unknown grant: the client stays, the grant is ignored',
  other_id: 'client_id is another address: a server must refuse the document',
  redirect: '302 to the document itself: a server must not follow',
  private_address:
    'logo_uri and jwks_uri point into a private network: a server must not fetch them',
} as const satisfies Record<string, string>

export type DocumentFault = keyof typeof DOCUMENT_FAULTS

export const DOCUMENT_FAULT_IDS = Object.keys(DOCUMENT_FAULTS) as [
  DocumentFault,
  ...DocumentFault[],
]
