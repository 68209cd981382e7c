/**
 * The public half of a key whose private half was thrown away. In the manifest it pins the id of the
 * extension in Chromium, so that the companion can tell our origin from any other extension's.
 */
export const EXTENSION_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAjpGOVwh5TzfkaXuyZIn9cERDUTcchD3/ahKbEUQreH9m3MTyd+lWL5YwSq7Th0sVjH4zTL6uNBKu7QSe1A9kndcVmfaU5nqJKDrr56aBhCFDDx/NJ9zcwZTJXmUKYSIG4OVDWfi+4XRI+mqOw4LIqGFJDDcdDX8V0Y4Phbk2IIWAEJp5ugPfXjisXmgUWPA0UaX6xq1ilZOFae9u56OXp/6MbhHwK46c3Gbx7XGTigJElJpQNvNMlaSbnqBJajD9WvHTBNSQap02/wNptm2lK4+ePFMfjQSqVUjdOADTZP56SQ5lxxwvlFg2jID9iin9vYVOJXu86a4TQqBQQfEQWQIDAQAB'

/** The first 128 bits of the key's SHA-256, each hex digit as a letter from a to p. */
export const EXTENSION_ID = 'ekpdcedefdlohofeeabpganfiamffgan'

const FIREFOX_ORIGIN = /^moz-extension:\/\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a request with this Origin may come from our extension. Firefox draws a UUID per install. */
export function isExtensionOrigin(origin: string): boolean {
  return origin === `chrome-extension://${EXTENSION_ID}` || FIREFOX_ORIGIN.test(origin)
}
