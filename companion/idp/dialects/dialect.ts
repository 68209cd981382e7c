import type { RequestHandler } from 'express'
import type { KeyRing } from '../engine/key-ring.ts'
import type { DcrProvider } from '#shared/tyk/dcr-options.ts'

/** One identity provider that the embedded one impersonates, below a path of its own. */
export interface Dialect {
  readonly id: string
  readonly label: string
  /** The kind of provider it speaks as. */
  readonly provider: DcrProvider
  /** What a person types to have it discovered. */
  readonly host: string
  readonly issuer: string
  /** The API that its tokens are for. */
  readonly audience: string
  readonly handler: RequestHandler
  /** A token that lets its bearer register, or manage the tenant; made as an admin makes it. */
  createInitialToken: () => Promise<string>
  saveScope: (name: string, isDefault: boolean) => Promise<void>
  removeScope: (name: string) => Promise<void>
  readonly keys: Pick<KeyRing, 'published'>
  /** The header that lets its bearer register. */
  authorize: () => Promise<string>
  /** New tokens have a new key; the old one is published for `overlapSeconds` more. */
  rotateKey: (overlapSeconds: number) => Promise<void>
}
