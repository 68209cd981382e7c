/** Media types of bodies that only the companion can read. */
export const SEALED_JSON = 'application/vnd.dcr-lab.sealed-json'
export const SEALED_FILE = 'application/vnd.dcr-lab.sealed-file'

/** A body is sealed piece by piece, so that a large file is never in memory at once. */
const PIECE_BYTES = 64 * 1024
export const SEALED_PIECE_BYTES = PIECE_BYTES + 16

/** Where a piece belongs: in no other place can it be opened, and none can be missing at the end. */
export interface PiecePlace {
  /** Of the request. */
  counter: number
  index: number
  isLast: boolean
}

export async function sealBody(key: CryptoKey, counter: number, body: Blob): Promise<Blob> {
  const pieces: Blob[] = []
  for (let at = 0; at === 0 || at < body.size; at += PIECE_BYTES) {
    const isLast = at + PIECE_BYTES >= body.size
    const place = { counter, index: pieces.length, isLast }
    const plain = await body.slice(at, at + PIECE_BYTES).arrayBuffer()
    pieces.push(new Blob([await crypto.subtle.encrypt(describe(place), key, plain)]))
  }
  return new Blob(pieces)
}

/** @throws DOMException when the piece was changed, moved, or sealed with another key. */
export async function openPiece(
  key: CryptoKey,
  place: PiecePlace,
  piece: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.decrypt(describe(place), key, piece))
}

/** The nonce never repeats under one key: each request of a session has a number of its own. */
function describe({ counter, index, isLast }: PiecePlace): AesGcmParams {
  const iv = new DataView(new ArrayBuffer(12))
  iv.setBigUint64(0, BigInt(counter))
  iv.setUint32(8, index)
  return { name: 'AES-GCM', iv: iv.buffer, additionalData: new Uint8Array([isLast ? 1 : 0]) }
}
