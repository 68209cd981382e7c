import * as z from '../zod.ts'

/** Address of a real server that a watch stands before. */
const Watchable = z
  .string()
  .max(2048)
  .refine((text) => isPlainAddress(text), {
    message: 'Give an http or https address without user, query and fragment.',
  })

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username + password === '' && !/[?#]/.test(text)
}

export const WatchInput = z
  .strictObject({
    issuer: Watchable.optional().describe('Issuer of the authorization server'),
    resource: Watchable.optional().describe('Address of an API or MCP server'),
    keep_issuer: z
      .boolean()
      .optional()
      .describe(
        'Leave `issuer` in metadata and `iss` in answers as they are: for clients that were told the real issuer',
      ),
  })
  .refine(({ issuer, resource }) => issuer !== undefined || resource !== undefined, {
    message: 'Name the issuer, the resource, or both.',
    path: ['issuer'],
  })

/** A server, and where it is reached through the watch. */
export const WatchedServer = z
  .strictObject({
    real: z.string().describe('The address of the server itself'),
    address: z.string().describe('What a client is given in its place'),
  })
  .meta({ id: 'WatchedServer' })

export const Watch = z
  .strictObject({
    id: z.string(),
    since: z.iso.datetime(),
    issuer: WatchedServer.optional(),
    resource: WatchedServer.optional(),
    keeps_issuer: z.boolean(),
    notes: z.array(z.string()).describe('What is rewritten, and what cannot be'),
  })
  .meta({ id: 'Watch', description: 'A recording proxy before a real server' })

export type WatchInput = z.infer<typeof WatchInput>
export type WatchedServer = z.infer<typeof WatchedServer>
export type Watch = z.infer<typeof Watch>
