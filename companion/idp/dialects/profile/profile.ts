import type { Request, RequestHandler } from 'express'
import type { SoftwarePublishers } from '../../statements/software-publishers.ts'
import type { AddressRules } from '../dialect-error.ts'
import type { ClientStore, DialectClient } from './client-store.ts'
import type { DialectState } from '../dialect-state.ts'

/** What a profile's functions may look at. */
export interface ProfileTools {
  origin: string
  issuer: string
  state: DialectState
  clients: ClientStore
  /** Milliseconds since the epoch. */
  now: () => number
  publishers: SoftwarePublishers
}

export interface TokenShape {
  header: Record<string, unknown>
  payload: Record<string, unknown>
}

/**
 * A provider whose registration is not oidc-provider's own: where its endpoints are, whom it lets
 * register, what it makes of the metadata, how it answers, and what its tokens look like. Functions
 * throw a `DialectError` in the provider's words.
 */
export interface DialectProfile {
  /** What a person types to have it discovered, below the origin. */
  readonly hostPath: string
  /** Where the engine is mounted; its routes stand below. */
  readonly mountPath: string
  /** Below the origin; Auth0's ends with a slash. */
  readonly issuerPath: string
  readonly routes: { authorization: string; token: string; jwks: string }
  /** Below the origin. */
  readonly registrationPath: string
  /** What its metadata says beyond the common members. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** The API that tokens are for. */
  readonly audience: string
  readonly tokenSeconds: number
  readonly registration: {
    /** Lets the caller register, or throws. */
    admit(request: Request, tools: ProfileTools): Promise<void>
    /** What the provider makes of the metadata; throws what it refuses. */
    grant(
      body: Record<string, unknown>,
      tools: ProfileTools,
      known?: DialectClient,
    ): Record<string, unknown>
    /** How it looks at the addresses in the metadata. */
    readonly addresses?: AddressRules
    /** A body that is not JSON. */
    refuseBody: () => Error
    /** Verifies software statements; the others leave them out, which RFC 7591 lets them. */
    readonly takesStatements?: boolean
    readonly secretSeconds: number
    readonly rotatesTokenOn: readonly ('GET' | 'PUT')[]
    /** Left out: RFC 7592 is not offered. */
    readonly manage?: {
      /** The address of a client, below the origin. */
      path: (clientId: string) => string
      /** The client that a management call is about. */
      find: (request: Request) => string
      refuseToken: () => Error
    }
  }
  /** Further calls of the provider, below `mountPath`. */
  extraRoutes?(tools: ProfileTools): RequestHandler
  /** Makes a token that lets its bearer register or, where everybody may, manage the tenant. */
  createInitialToken(tools: ProfileTools): Promise<string>
  readonly token: {
    /** Looks at a token request before the engine does; may change the form, or throw. */
    prepare(form: URLSearchParams, tools: ProfileTools, client: DialectClient | undefined): void
    isJwt(client: DialectClient): boolean
    shape(token: TokenShape, context: { client: DialectClient; issuer: string }): TokenShape
  }
}
