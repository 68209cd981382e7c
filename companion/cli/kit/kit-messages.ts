import type { Contract } from '#shared/contract/contract.ts'
import type { Addresses } from '#shared/contract/endpoints/status-endpoints.ts'
import type { Operation } from '#shared/contract/send-call.ts'

/** Method and path of each operation of the control API. */
export type Operations = Record<keyof Contract, Operation>

/** What the companion of a test worker says to its worker. */
export type KitMessage =
  | {
      type: 'ready'
      addresses: Addresses
      token: string
      pairingCode: string
      operations: Operations
    }
  | { type: 'pairing-code'; pairingCode: string }
  | { type: 'failed'; message: string }
  | { type: 'restored'; id: number; message?: string }

/** What the worker says: put every record back to what it was when the companion started. */
export interface KitOrder {
  type: 'restore'
  id: number
}
