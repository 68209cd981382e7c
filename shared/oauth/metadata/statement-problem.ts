import { readObject } from './read-object.ts'

const JWT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/

/**
 * @returns A sentence about what is wrong with a software statement. The signature is checked by the
 *   provider.
 *
 * @see [RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591.html#section-2.3) signed or MACed, with an issuer
 */
export function findStatementProblem(text: string): string | undefined {
  const [, header, payload] = JWT.exec(text) ?? []
  if (header === undefined || payload === undefined)
    return 'A software statement is a signed JWT: three parts with dots between them.'
  const claims = decode(payload)
  if (!decode(header) || !claims)
    return 'The parts of this JWT do not hold JSON. Copy it again, whole.'
  if (typeof claims['iss'] !== 'string')
    return 'This JWT has no "iss": a software statement names who vouches for it (RFC 7591 §2.3).'
  return undefined
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    return readObject(atob(part.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return undefined
  }
}
