import { leaveOutNulls } from '#shared/oauth/leave-out-nulls.ts'
import { isObject, readObject } from '#shared/oauth/metadata/read-object.ts'
import * as z from '#shared/zod.ts'

const Address = z.url()

export const Metadata = z.looseObject({
  issuer: z.string(),
  registration_endpoint: Address.optional(),
  token_endpoint: Address.optional(),
  jwks_uri: Address.optional(),
  introspection_endpoint: Address.optional(),
  revocation_endpoint: Address.optional(),
  grant_types_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  scopes_supported: z.array(z.string()).optional(),
  client_id_metadata_document_supported: z.boolean().optional(),
})

export type Metadata = z.infer<typeof Metadata>

/** A metadata document, and a sentence for each member that could not be taken. */
export interface ReadDocument {
  document: Metadata
  notices: string[]
}

/**
 * Reads a metadata document as leniently as is safe: a member that is null or an empty text is one that was
 * left out, and a member of a wrong type is left out and named.
 *
 * @returns Why the document cannot be used, or the document.
 *
 * @see [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2)
 */
export function readDocument(text: string): ReadDocument | string {
  const value = readObject(text.replace(/^\uFEFF/, ''))
  if (!value) return isJson(text) ? 'is no JSON object.' : 'is not JSON.'
  const said = Object.entries(leaveOutNulls(value)).filter(([, member]) => member !== '')
  const members = Object.fromEntries(said)
  if (typeof members['issuer'] !== 'string')
    return 'is not a metadata document: it names no issuer.'
  const odd = findOddAddress(members)
  if (odd !== undefined) return `names ${odd} with an address that is not http or https.`
  const wrong = listWrong(members)
  const kept = Object.fromEntries(said.filter(([name]) => !wrong.includes(name)))
  return {
    document: Metadata.parse(kept),
    notices: wrong.map(
      (name) => `The metadata’s ${name} is not what RFC 8414 says, and is taken as left out.`,
    ),
  }
}

function listWrong(members: Record<string, unknown>): string[] {
  const parsed = Metadata.safeParse(members)
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0]))
  const unreadable = Object.entries(members).filter(
    ([name, value]) => isAddress(name) && !(typeof value === 'string' && URL.canParse(value)),
  )
  return [...new Set([...wrong, ...unreadable.map(([name]) => name)])]
}

/** A member whose address is called, or opened in a browser, and that no http call reaches. */
function findOddAddress(members: Record<string, unknown>): string | undefined {
  const aliases = members['mtls_endpoint_aliases']
  const all = [...Object.entries(members), ...(isObject(aliases) ? Object.entries(aliases) : [])]
  return all.find(
    ([name, value]) =>
      isAddress(name) &&
      typeof value === 'string' &&
      URL.canParse(value) &&
      !/^https?:$/.test(new URL(value).protocol),
  )?.[0]
}

function isAddress(name: string): boolean {
  return /_(?:endpoint|uri)$/.test(name)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
