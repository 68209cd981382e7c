/**
 * Where an issuer's metadata is served: appended as OpenID Connect says, and inserted as RFC 8414
 * says, for both documents.
 *
 * @see [RFC 8414 §3.1](https://www.rfc-editor.org/rfc/rfc8414.html#section-3.1)
 */
export function wellKnownPaths(issuerPath: string): string[] {
  const path = issuerPath.replace(/\/$/, '')
  return ['openid-configuration', 'oauth-authorization-server'].flatMap((name) => [
    `${path}/.well-known/${name}`,
    `/.well-known/${name}${path}`,
  ])
}
