import type { HeaderLine } from '#shared/contract/exchange.ts'

/** Alternating names and values as header lines; order and repeated headers are kept. */
export function readHeaderLines(raw: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let at = 0; at < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return lines
}
