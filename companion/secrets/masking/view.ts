/** Bytes that a text stands for, and the part of the text that each byte comes from. */
export interface View {
  bytes: Uint8Array
  /** Where the byte begins, as an index into the text. */
  startOf(at: number): number
  /** Where the byte ends; excluded. */
  endOf(at: number): number
}

/** A text as its bytes in UTF-8. Half a surrogate pair counts as U+FFFD. */
export function viewText(text: string): View {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length === text.length) return { bytes, startOf: (at) => at, endOf: (at) => at + 1 }
  return viewWide(text, bytes)
}

function viewWide(text: string, bytes: Uint8Array): View {
  const starts = new Uint32Array(bytes.length + 1)
  let at = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4
    starts.fill(index, at, at + size)
    at += size
    if (size === 4) index += 1
  }
  starts[bytes.length] = text.length
  return {
    bytes,
    startOf: (byte) => starts[byte] ?? 0,
    endOf(byte) {
      let next = byte + 1
      while (next < bytes.length && starts[next] === starts[byte]) next += 1
      return starts[next] ?? text.length
    },
  }
}
