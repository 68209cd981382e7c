/** What the `Authorization` header of a request in a session says. Nothing of it is a secret. */
export interface SessionHeader {
  pairing: string
  clientNonce: string
  serverNonce: string
  counter: number
  signature: string
}

const WORD = '([A-Za-z0-9_-]{1,64})'
const HEADER = new RegExp(
  String.raw`^DCR-Lab ${WORD}\.${WORD}\.${WORD}\.(\d{1,15})\.([A-Za-z0-9_-]{43})$`,
)

export function writeSessionHeader(header: SessionHeader): string {
  const { pairing, clientNonce, serverNonce, counter, signature } = header
  return `DCR-Lab ${[pairing, clientNonce, serverNonce, counter, signature].join('.')}`
}

export function readSessionHeader(text: string): SessionHeader | undefined {
  const found = HEADER.exec(text)
  if (!found) return undefined
  const [, pairing = '', clientNonce = '', serverNonce = '', counter, signature = ''] = found
  return { pairing, clientNonce, serverNonce, counter: Number(counter), signature }
}
