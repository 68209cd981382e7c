import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'

const Nonce = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/)

export const Pairing = z
  .strictObject({ id: z.string(), name: z.string(), created_at: z.iso.datetime() })
  .meta({ id: 'Pairing' })

/**
 * Pairing takes two calls, so that neither side sends the code: first the companion proves that it knows
 * the code that a person read in the terminal, then the extension proves it.
 */
export const pairingEndpoints = {
  startPairing: defineEndpoint({
    id: 'startPairing',
    method: 'post',
    path: '/api/pairings/challenge',
    summary: 'The companion proves that it knows the pairing code',
    isPublic: true,
    body: z.strictObject({ nonce: Nonce }),
    reply: z.strictObject({ nonce: Nonce, proof: z.string() }),
  }),
  createPairing: defineEndpoint({
    id: 'createPairing',
    method: 'post',
    path: '/api/pairings',
    summary:
      'The caller proves that it knows the pairing code; both sides derive a key, which is never sent',
    status: 201,
    isPublic: true,
    body: z.strictObject({
      name: z.string().trim().min(1).max(80),
      client_nonce: Nonce,
      server_nonce: Nonce,
      proof: z.string().max(200),
    }),
    reply: z.strictObject({ pairing: Pairing }),
  }),
  startSession: defineEndpoint({
    id: 'startSession',
    method: 'post',
    path: '/api/sessions',
    summary:
      'The companion proves that it holds the key of a pairing, before anything else is sent to it',
    isPublic: true,
    body: z.strictObject({ pairing: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), nonce: Nonce }),
    reply: z.strictObject({ nonce: Nonce, proof: z.string() }),
  }),
  listPairings: defineList({
    id: 'listPairings',
    path: '/api/pairings',
    summary: 'Everyone who may drive this companion',
    item: Pairing,
    sorts: ['name', 'created_at'],
  }),
  deletePairing: defineEndpoint({
    id: 'deletePairing',
    method: 'delete',
    path: '/api/pairings/:pairing',
    summary: 'Takes the permission back; its open event streams end',
    status: 204,
    params: z.strictObject({ pairing: z.string().max(300) }),
    reply: z.undefined(),
  }),
}

export type Pairing = z.infer<typeof Pairing>
