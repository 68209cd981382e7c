import type { ClientBehaviour } from '#shared/contract/doctor.ts'
import type { Discovery } from '#shared/contract/endpoints/provider-endpoints.ts'
import type { Verdict } from '#shared/contract/verdict.ts'
import type { ApiDefinition } from '#shared/tyk/api-definition.ts'
import type { Registration } from '#shared/contract/registration.ts'
import type { Driver, ProviderError } from '../providers/driver.ts'
import type { ConnectionSeen } from './probes/connection-probe.ts'

/** One answer as the doctor saw it. */
export interface Seen extends ProviderError {
  url: string
  text: string
}

type Members = Readonly<Record<string, unknown>>

/** The evidence of an examination. Parts that it did not reach are left out. */
export interface Evidence {
  driver: Driver
  behaviour: ClientBehaviour
  /** Seconds since the epoch, on the lab's clock. */
  nowSeconds: number
  connection?: ConnectionSeen
  /** Why the host could not be reached, in words. */
  unreachable?: string
  discovery?: Discovery
  /** The attempts to find the metadata, and why each failed. */
  discoveryFailure?: string
  preflight?: { status: number; allowedOrigin: string | undefined }
  registration?: {
    seen: Seen
    /** The scheme of the Authorization header; empty when none was sent. */
    scheme: string
    hadToken: boolean
    asked: Members
    granted?: Members
    hasSecret: boolean
  }
  /** Status of a registration without any token. */
  anonymousStatus?: number
  management?: {
    read?: number
    hasNewTokenOnRead: boolean
    hasNewTokenOnUpdate: boolean
    /** A call with the registration access token of before an update. */
    oldTokenStatus?: number
  }
  token?: {
    seen: Seen
    /** How the client authenticated. */
    method: string
    isClientGone: boolean
  }
  /** Parts of a token that is a JWT. */
  claims?: Members
  header?: Members
  isOpaque?: boolean
  keys?: {
    url: string
    status: number
    kids: readonly string[]
    tookMs: number
    problem: 'status' | 'empty' | 'slow' | undefined
  }
  /** The token taken to an API behind the gateway. */
  call?: {
    definition: ApiDefinition
    status: number
    text: string
    verdict?: Verdict
  }
  /** How many living clients at this provider have the examined client's name. */
  namesakes: number
  /** Clients that could be read after their deletion was confirmed. */
  survivors: string[]
  /** Living clients whose app is gone. */
  orphans: readonly Registration[]
}
