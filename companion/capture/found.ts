/** A client or a token in a text, in clear: it stays in the room until a person takes it over. */
export type Found =
  | {
      kind: 'client'
      source: string
      /** As RFC 7591 §3.2.1 spells it; at least a client id and a secret or a registration token. */
      information: Record<string, unknown> & { client_id: string }
      /** Where it was registered, when the text tells. */
      endpoint?: string | undefined
    }
  | { kind: 'token'; source: string; label: TokenLabel; value: string }

export type TokenLabel = 'access_token' | 'refresh_token' | 'id_token' | 'token'

/** Two findings of the same credential are one. */
export function keyOf(found: Found): string {
  return found.kind === 'client' ? `client ${found.information.client_id}` : found.value
}
