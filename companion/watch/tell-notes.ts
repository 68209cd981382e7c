import type { WatchedServer } from '#shared/contract/watch.ts'

interface Told {
  issuer?: WatchedServer | undefined
  resource?: WatchedServer | undefined
  keepsIssuer: boolean
  isRecording: boolean
}

/** What a watch changes, and what it cannot change: a client or a server may refuse for it. */
export function tellNotes({ issuer, resource, keepsIssuer, isRecording }: Told): string[] {
  return [
    ...(issuer ? tellIssuer(issuer, keepsIssuer) : []),
    ...(resource && !issuer ? [tellLoneResource(resource)] : []),
    ...(issuer && resource
      ? [
          `A client names ${resource.address} as the resource; the authorization server is told ${resource.real}.`,
        ]
      : []),
    'What a client signs names the addresses that the client sees: a server that compares refuses DPoP proofs (htu), client assertions (aud) and request objects (aud). Client certificates end at the watch. Endpoints on other hosts are asked past the watch and are not seen.',
    ...(isRecording
      ? []
      : [
          'The recording of what comes in is switched off, so nothing will be seen: switch it on first.',
        ]),
  ]
}

function tellIssuer({ real, address }: WatchedServer, keepsIssuer: boolean): string[] {
  const named = keepsIssuer
    ? `Metadata and answers go on naming ${real} as the issuer: a client that found them at ${address} and compares will refuse.`
    : `Metadata name ${address} as the issuer, and iss in the address of an answer with them; answers as a form or a signed response are not changed.`
  const trust = keepsIssuer
    ? ''
    : ' A client that holds an ID token against the metadata refuses it; --keep-issuer is for clients that were told the real issuer.'
  return [
    named,
    `Tokens stay as they are: they name the issuer ${real}, which is what a resource server has to trust, with the key set of that server.${trust}`,
  ]
}

function tellLoneResource({ address }: WatchedServer): string {
  return `Authorization servers on other origins are asked directly, for the resource ${address}, which they may not know: with --issuer they are told the real one.`
}
