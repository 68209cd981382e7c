/**
 * Tyk keeps several redirect URLs as one string, joined with `oauth_redirect_uri_separator`; a
 * person may type them either way.
 */
export function splitRedirectUris(typed: readonly string[], separator: string): string[] {
  return typed
    .flatMap((line) => line.split(separator))
    .map((uri) => uri.trim())
    .filter((uri) => uri !== '')
}

/** The one string that Tyk stores with a client. */
export function joinRedirectUris(uris: readonly string[], separator: string): string {
  return uris.join(separator)
}
