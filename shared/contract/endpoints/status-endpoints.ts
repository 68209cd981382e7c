import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'

export const Addresses = z
  .strictObject({
    control: z.url(),
    gateway: z.url(),
    idp: z.url(),
    portal: z.url(),
    sample_api: z.url(),
  })
  .meta({ id: 'Addresses', description: 'Origins of the five listeners' })

export const Status = z
  .strictObject({
    name: z.literal('DCR Lab companion'),
    version: z.string(),
    addresses: Addresses,
    started_at: z.iso.datetime(),
    node: z.string(),
    is_read_only: z.boolean().describe('True after the disk refused a write'),
  })
  .meta({ id: 'Status' })

export const statusEndpoints = {
  getHealth: defineEndpoint({
    id: 'getHealth',
    method: 'get',
    path: '/healthz',
    summary: 'Says that a companion is here, and nothing else',
    isPublic: true,
    reply: z.strictObject({ name: z.literal('DCR Lab companion'), version: z.string() }),
  }),
  getStatus: defineEndpoint({
    id: 'getStatus',
    method: 'get',
    path: '/api/status',
    summary: 'Addresses, version and state of the companion',
    reply: Status,
  }),
}

export type Addresses = z.infer<typeof Addresses>
export type Status = z.infer<typeof Status>
