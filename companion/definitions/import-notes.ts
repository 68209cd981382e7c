import type { ImportNote } from '#shared/contract/endpoints/import-note.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { findUnserved } from '#shared/tyk/find-unserved.ts'
import type { ReadMembers } from '#shared/tyk/go/read-members.ts'
import { readJwtSource } from '#shared/tyk/jwt-source.ts'
import { listNotActedOn } from '#shared/tyk/not-acted-on.ts'

type Note = Omit<ImportNote, 'kind' | 'id'>

/** What Tyk's names for members have to say about a definition: unknown ones, and another case. */
export function noteNames({ unknown, renamed }: Omit<ReadMembers, 'value'>): Note[] {
  return [
    ...note(
      'unknown',
      unknown,
      'Tyk Gateway has no such members. They are kept, and change nothing.',
    ),
    ...note(
      'other_case',
      renamed,
      'Tyk reads these names whatever their case; they are kept in the case that Tyk writes.',
    ),
  ]
}

export function noteMadeId(id: string): Note[] {
  return note('id_made', ['id'], `The id was missing; the lab made one, as Tyk does: ${id}.`)
}

/** What this gateway does otherwise than the definition asks. */
export function noteApi(definition: ApiDefinition): Note[] {
  const unserved = findUnserved(definition)
  const { use_keyless, enable_jwt, jwt_source = '' } = definition
  const source = readJwtSource(jwt_source)
  const isSecret = enable_jwt === true && jwt_source !== '' && source === undefined
  const asksForAuthToken = !use_keyless && !enable_jwt
  return [
    ...note(
      'not_served',
      unserved ? [unserved.member] : [],
      `It is kept whole and not served: ${unserved?.member ?? ''} is ${unserved?.value || 'empty'}, and this gateway calls http and https only. Calls get 501.`,
    ),
    ...note(
      'not_acted_on',
      listNotActedOn(definition),
      'Tyk acts on these members and this gateway does not. They are kept.',
    ),
    ...note(
      'auth_token',
      asksForAuthToken ? ['enable_jwt'] : [],
      'It does not take JWTs: without enable_jwt Tyk asks for an auth token or for what else is named. No such credential exists here, so every call is refused.',
    ),
    ...note(
      'secret_source',
      isSecret ? ['jwt_source'] : [],
      'jwt_source is neither the address of a key set nor a public key. It is kept; this gateway takes no secrets and refuses every token.',
    ),
    ...note(
      'line_break',
      source?.kind === 'url' && /\s/.test(source.url) ? ['jwt_source'] : [],
      'The address in jwt_source holds a line break or a space, as echo ADDRESS | base64 makes it. Tyk refuses every token then; this gateway reads the address without it, and exports it so.',
    ),
  ]
}

function note(rule: ImportNote['rule'], members: readonly string[], message: string): Note[] {
  return members.length > 0 ? [{ rule, members: [...members], message }] : []
}
