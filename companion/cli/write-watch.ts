import type { Watch } from '#shared/contract/watch.ts'

/** What a person gives to the client, and what has to be known about it. */
export function writeWatch({ issuer, resource, notes }: Watch): string {
  return [
    ...(resource ? [`Resource  ${resource.address}  in place of  ${resource.real}`] : []),
    ...(issuer ? [`Issuer    ${issuer.address}  in place of  ${issuer.real}`] : []),
    'Give the client these addresses. Ctrl-C ends the watch.',
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n')
}
