const KEPT_SAFE =
  'This lab keeps no address that reads files, matches many others or is not a whole one.'
const PAGES = 'Every page of this lab is sent with no-store.'
const SIGN_IN = 'The sign-in page has an address of its own here; Keycloak shows it at once.'

/** The rows in which the dialect differs from Keycloak, and why. docs/keycloak-dialect.md tells them. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  A041: KEPT_SAFE,
  A043: KEPT_SAFE,
  A044: KEPT_SAFE,
  A046: KEPT_SAFE,
  A047: KEPT_SAFE,
  B020: 'A body without a type is refused as one of another type; Keycloak fails at an empty type.',
  H006: 'One key without certificates is published; Keycloak has one for encryption, too.',
  I001: SIGN_IN,
  I002: PAGES,
  I003: PAGES,
  I010: PAGES,
  I011: PAGES,
  I014: SIGN_IN,
  I015: PAGES,
}
