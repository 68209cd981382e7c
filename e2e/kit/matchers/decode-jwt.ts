export interface DecodedJwt {
  header: Record<string, unknown>
  claims: Record<string, unknown>
}

/** Header and claims, unchecked. @returns Nothing where the text is no JWT. */
export function decodeJwt(text: string): DecodedJwt | undefined {
  const [header, claims, ...rest] = text.split('.')
  if (header === undefined || claims === undefined || rest.length !== 1) return undefined
  try {
    return { header: readPart(header), claims: readPart(claims) }
  } catch {
    return undefined
  }
}

function readPart(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
}
