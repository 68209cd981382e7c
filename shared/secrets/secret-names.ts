/** Names of members, fields and headers whose values are secrets, as OAuth and its users spell them. */
const EXACT = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'dpop',
  'code',
  'code_verifier',
  'device_code',
  'software_statement',
  'sig',
  'pwd',
])

const ENDING =
  /(?:token|secret|password|passwd|passphrase|api[-_]?key|access[-_]?key|private[-_]?key|subscription[-_]key|session|session[-_]?id|credentials?|signature|assertion|authorization)$/i

/** Whether the value of a header, field or member of this name is a secret. */
export function isSecretName(name: string): boolean {
  return EXACT.has(name.toLowerCase()) || ENDING.test(name)
}
