import type { LikelyClient } from '#shared/contract/visit.ts'
import type { ClientMetadataSeen, Leg } from './leg.ts'
import { KNOWN_CLIENTS, type KnownClient, type KnownMember } from './known-clients.ts'

interface Fit {
  known: KnownClient
  because: string[]
  /** Members that fit, and members that do not, of those that a client hardly shares with another. */
  strong: number
  against: number
}

/**
 * The known client that this one likely is, by what it registers and how it asks. Everything that is compared can be
 * copied, so nothing is ever certain.
 *
 * @param documentUrl - Its client id, when that is the address of a document.
 */
export function recogniseClient(
  legs: readonly Leg[],
  documentUrl: string | undefined,
): LikelyClient | undefined {
  const metadata = legs.findLast(({ asked }) => asked.metadata)?.asked.metadata
  const protocol = legs.find(
    ({ meaning, protocol: named }) => meaning === 'server_metadata' && named,
  )?.protocol
  const fits = KNOWN_CLIENTS.map((known) => fit(known, { metadata, protocol, documentUrl }))
  const best = fits
    .filter(({ because }) => because.length > 0)
    .toSorted((a, b) => score(b) - score(a))[0]
  if (!best || score(best) <= 0) return undefined
  const { known, because, strong, against } = best
  return {
    id: known.id,
    name: known.name,
    certainty: strong >= 2 && against === 0 ? 'likely' : 'perhaps',
    because,
  }
}

function score({ strong, against, because }: Fit): number {
  return strong * 10 - against * 20 + because.length
}

interface Seen {
  metadata: ClientMetadataSeen | undefined
  protocol: string | undefined
  documentUrl: string | undefined
}

function fit(known: KnownClient, { metadata, protocol, documentUrl }: Seen): Fit {
  const found: Fit = { known, because: [], strong: 0, against: 0 }
  const compare = (
    name: string,
    member: KnownMember | undefined,
    values: readonly string[],
  ): void => {
    if (!member || values.length === 0) return
    if (!values.every((value) => member.pattern.test(value))) {
      found.against += 1
      return
    }
    found.strong += 1
    found.because.push(`${name} fits (${member.certainty}: ${member.source})`)
  }
  // A document at the address of its vendor counts twice: others can show it, and none can serve it.
  if (documentUrl !== undefined && known.document?.pattern.test(documentUrl)) {
    found.strong += 2
    found.because.push(
      `client_id is its document (${known.document.certainty}: ${known.document.source})`,
    )
  }
  if (!metadata) return found
  compare('client_name', known.client_name, listOf(metadata.client_name))
  compare(
    'redirect_uris',
    known.redirect_uris,
    known.client_name && found.strong === 0 ? [] : (metadata.redirect_uris ?? []),
  )
  compare('client_uri', known.client_uri, listOf(metadata.client_uri))
  compare('software_id', known.software_id, listOf(metadata.software_id))
  const type = known.application_type
  const isNamed = known.client_name === undefined || found.strong > 0
  if (type && isNamed && (known.protocol ? protocol !== undefined : true)) {
    const isSame = (metadata.application_type ?? 'absent') === type.value
    if (!isSame) found.against += 1
    else if (!known.protocol || known.protocol.pattern.test(protocol ?? ''))
      found.because.push(`application_type ${type.value} fits (${type.certainty}: ${type.source})`)
    if (isSame && known.protocol?.pattern.test(protocol ?? ''))
      found.because.push(
        `MCP-Protocol-Version ${protocol} on the metadata fits (${known.protocol.source})`,
      )
  }
  return found
}

function listOf(value: string | undefined): string[] {
  return value === undefined ? [] : [value]
}
