import { isObject, readObject } from './read-object.ts'

/** Members that only a private or symmetric key has. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/**
 * @returns A sentence about what is wrong with a client's JWK set.
 *
 * @see [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517.html#section-5)
 */
export function findJwksProblem(text: string): string | undefined {
  const value = readObject(text)
  if (value === undefined) return 'This is not JSON. Write {"keys":[…]}.'
  const { keys, kty } = value
  if (keys === undefined && kty !== undefined)
    return 'This is a single key. Write {"keys":[…]} around it.'
  if (!Array.isArray(keys) || keys.length === 0)
    return 'A JWK set has the member "keys" with at least one key in it (RFC 7517 §5).'
  return (keys as unknown[]).map(findKeyProblem).find((problem) => problem !== undefined)
}

function findKeyProblem(key: unknown, index: number): string | undefined {
  const place = `Key ${index + 1}`
  if (!isObject(key) || typeof key['kty'] !== 'string')
    return `${place} has no "kty": it says what kind of key it is (RFC 7517 §4.1).`
  const secret = PRIVATE_MEMBERS.find((name) => name in key)
  return secret === undefined
    ? undefined
    : `${place} holds "${secret}", which is private. Take it out: only the public half leaves the client.`
}
