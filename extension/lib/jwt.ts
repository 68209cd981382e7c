/** Three base64url parts of which the last may be masked: `eyJ….eyJ….••••abcd`. */
const JWT = /eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.(?:[A-Za-z0-9_-]|[•…])*/

export interface ReadJwt {
  header: Record<string, unknown>
  claims: Record<string, unknown>
  signature: string
}

/** The first thing in `text` that looks like a JWT, read but not verified. */
export function findJwt(text: string): ReadJwt | undefined {
  const [headerPart, claimsPart, signature] = JWT.exec(text)?.[0].split('.') ?? []
  const header = decodePart(headerPart)
  const claims = decodePart(claimsPart)
  if (!header || !claims) return undefined
  return { header, claims, signature: signature ?? '' }
}

function decodePart(part: string | undefined): Record<string, unknown> | undefined {
  if (part === undefined) return undefined
  try {
    const bytes = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
    const text = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
