import type { ClientBehaviour, Finding } from '#shared/contract/doctor.ts'
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
  contentType?: string
  /** Where a redirect leads. */
  location?: string
}

/** A part of the way, by the layer of its findings. */
export type Stage = Finding['layer']

/** Why a stage has no answer to judge. */
export interface StageFailure {
  stage: Stage
  /** `unfinished`: this program could not go on. */
  kind: 'unanswered' | 'address-refused' | 'unfinished'
  failure: string
}

/** What an address of an MCP server says of itself. @see [RFC 9728](https://www.rfc-editor.org/rfc/rfc9728.html) */
export interface ResourceSeen {
  url: string
  /** Of the address itself, called without a token. */
  status: number
  /** The places where metadata of the resource were looked for, and what came. */
  tried: readonly string[]
  source?: string
  /** The resource that the metadata speaks of. */
  resource?: string
  /** The issuers that the metadata names. */
  servers?: readonly string[]
  /** The issuer that was found at the origin, without any metadata of the resource. */
  guessed?: string
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
  /** Stages behind discovery that have no answer to judge. */
  failures: StageFailure[]
  /** The address as an MCP host sees it. */
  resource?: ResourceSeen
  discovery?: Discovery
  /** The attempts to find the metadata, and why each failed. */
  discoveryFailure?: string
  preflight?: { status: number; allowedOrigin: string | undefined; allowedHeaders: string }
  registration?: {
    seen: Seen
    /** The scheme of the Authorization header; empty when none was sent. */
    scheme: string
    hadToken: boolean
    /** The claims of the token that was sent, where it can be read. */
    tokenClaims?: Members
    /** What a browser was told about its origin. */
    allowedOrigin?: string
    /** The refusal of the same client without a redirect URI. */
    withoutRedirect?: Seen
    /** The refusal of the same client with a redirect URI. */
    withRedirect?: Seen
    asked: Members
    granted?: Members
    hasSecret: boolean
  }
  /** The person's own client, which is examined as it is. */
  own?: { name: string; clientId: string; isDeleted: boolean }
  /** What failed at the place where the examination began. */
  failed?: { layer: Stage; text: string }
  /** A registration without any token. */
  anonymous?: { status: number; isRegistered: boolean }
  management?: {
    /** Status of reading the client; left out when nothing was sent. */
    read?: number
    /** What came in place of the client. */
    readAnswer?: string
    /** What came in place of the updated client. */
    updateAnswer?: string
    hasNewTokenOnRead: boolean
    /** The answer's client_secret is the stored hash of one. */
    hasHash?: boolean
    hasNewTokenOnUpdate: boolean
    /** A call with the registration access token of before an update. */
    oldTokenStatus?: number
  }
  token?: {
    seen: Seen
    /** How the client authenticated. */
    method: string
    isClientGone: boolean
    /** Whether the answer carries an access token. */
    hasToken: boolean
  }
  /** Parts of a token that is a JWT. */
  claims?: Members
  header?: Members
  /** Why the access token is no JWT. */
  opaque?: 'one-part' | 'three-parts'
  /** What a living token was called when the client asked about it. */
  introspection?: { status: number; isActive: boolean | undefined }
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
  /** How many registered clients were deleted again, and could not be read after it. */
  gone: number
  /** Clients that the provider would not delete, and why. */
  undeleted: string[]
  /** Living clients whose app is gone. */
  orphans: readonly Registration[]
}
