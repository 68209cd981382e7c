import type { ReadApi } from '#shared/tyk/read-api.ts'
import { readSeconds } from '#shared/tyk/go/go-duration.ts'
import type { Word } from '#shared/messages/catalogue.ts'
import { type JwtSource, readJwtSource } from '#shared/tyk/jwt-source.ts'
import { type Quirk, type TokenProfile, readGatewayExtras } from '#shared/tyk/gateway-extras.ts'
import { readScopeMapping } from '#shared/tyk/scope-mapping.ts'
import { findOasJwt } from '#shared/tyk/oas/oas-definition.ts'
import type { CustomClaimRule, OasJwt } from '#shared/tyk/oas/oas-jwt.ts'
import { type Skews, readSkews } from './time-claims.ts'

/** How scopes of a token choose policies. */
export interface ScopeRules {
  /** The first one that the token has counts. */
  claims: readonly string[]
  /** Whether a name with dots is a path, as in classic definitions. */
  isPath: boolean
  policyByScope: ReadonlyMap<string, string>
}

/**
 * All rules of an API for tokens, from a classic or an OAS definition: APIs with equal rules judge a token
 * equally.
 */
export interface JwtRules {
  /** The organisation whose policies and sessions are used. */
  orgId: string
  /** Algorithm names that the signing method stands for. */
  algorithms: readonly string[]
  /** Addresses of key sets, or one public key; searched in order. */
  keySources: readonly string[]
  /** Seconds that a key set is kept, by its address; those that say nothing are not in here. */
  keptSeconds: ReadonlyMap<string, number>
  /** Why a Tyk would find no keys by the same source. */
  sourceAtTyk: Word | undefined
  /** Whether a key has to be chosen by the token's `kid`. */
  needsKid: boolean
  profile: TokenProfile
  quirks: ReadonlySet<Quirk>
  /** The plain URL of tyk#7461, with the quirk switched on. */
  hasPlainUrlQuirk: boolean
  /** Empty: any. */
  allowedIssuers: readonly string[]
  /** Empty: any. */
  allowedAudiences: readonly string[]
  /** Seconds from iat to exp; 0 for no limit. */
  maxLifetimeSeconds: number
  /** Whether a token has to be bound to its caller, and the binding checked. */
  needsBinding: boolean
  /** Empty: any. */
  allowedSubjects: readonly string[]
  /** Whether the `kid` is the subject that is compared, as OAS definitions have it. */
  isKidSubject: boolean
  needsJti: boolean
  isOas: boolean
  customClaims: readonly (readonly [path: string, rule: CustomClaimRule])[]
  /** The path of a custom claim that Tyk cannot read; it refuses every token then. */
  wrongClaimPath: string | undefined
  /** Where the identity is looked for before `sub`. */
  identityClaims: readonly string[]
  /** Where the policy's id is looked for. */
  policyClaims: readonly string[]
  scopes: ScopeRules | undefined
  /** Ids; of a token that names no policy. */
  defaultPolicies: readonly string[]
  /** Seconds. */
  skews: Skews
}

/** `jwt_signing_method` names families; "rsa" includes the PSS ones. */
const FAMILIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['rsa', ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']],
  ['ecdsa', ['ES256', 'ES384', 'ES512']],
])

/** The meaning of every other value, as in Tyk. */
const HMAC: readonly string[] = ['HS256', 'HS384', 'HS512']

/** Tyk knows none of these; an issuer of RFC 9068 may sign with them. */
const EDWARDS: readonly string[] = ['EdDSA', 'Ed25519']

function listAlgorithms(family: string, profile: TokenProfile): readonly string[] {
  const names = FAMILIES.get(family)
  if (names === undefined) return HMAC
  return profile === 'rfc9068' ? [...names, ...EDWARDS] : names
}

const STEP = String.raw`(?:\*|[#%0-9:;?A-Z^_a-z{|}~\u0080-\uffff]+)`
/**
 * The JSON paths that Tyk's library reads; a name with a slash, a hyphen or a space is none.
 *
 * @see [ojg](https://github.com/ohler55/ojg/blob/develop/jp/parse.go) `jp.Parse` of `$.` and the path
 */
const CLAIM_PATH = new RegExp(String.raw`^\.?${STEP}(?:(?:\.\.)?\[[^\]]+\]|\.{1,2}${STEP})*$`)

export function readJwtRules(definition: ReadApi): JwtRules {
  const lab = readGatewayExtras(definition)
  const oas = definition.oas && findOasJwt(definition.oas)?.jwt
  const sources = readSources(definition, oas)
  const quirks = new Set(lab.quirks)
  return {
    orgId: definition.org_id,
    algorithms: listAlgorithms(definition.jwt_signing_method, lab.token_profile),
    keySources: sources.map((source) => (source.kind === 'url' ? source.url : source.key)),
    keptSeconds: readKeptSeconds(oas),
    sourceAtTyk: findSourceProblem(sources),
    needsKid: sources.every((source) => source.kind === 'url'),
    profile: lab.token_profile,
    quirks,
    hasPlainUrlQuirk:
      quirks.has('jwks_plain_url') &&
      sources.some((source) => source.kind === 'url' && source.isPlain),
    allowedIssuers: [...lab.allowed_issuers, ...(oas?.allowedIssuers ?? [])],
    allowedAudiences: [...lab.allowed_audiences, ...(oas?.allowedAudiences ?? [])],
    maxLifetimeSeconds: lab.max_token_lifetime,
    needsBinding: lab.token_binding === 'required',
    allowedSubjects: oas?.allowedSubjects ?? [],
    isKidSubject: oas !== undefined && !oas.skipKid,
    isOas: oas !== undefined,
    needsJti: oas?.jtiValidation.enabled ?? false,
    customClaims: Object.entries(oas?.customClaimValidation ?? {}),
    wrongClaimPath: Object.keys(oas?.customClaimValidation ?? {}).find(
      (path) => !CLAIM_PATH.test(path),
    ),
    identityClaims: takeList(oas?.subjectClaims, definition.jwt_identity_base_field),
    policyClaims: readPolicyClaims(definition, oas),
    scopes: readScopeRules(definition, oas),
    defaultPolicies: definition.jwt_default_policies,
    skews: readSkews(definition),
  }
}

/** `jwksURIs` come first; classic definitions know `jwt_source` only. */
function readSources({ jwt_source }: ReadApi, oas: OasJwt | undefined): JwtSource[] {
  const uris = oas?.jwksURIs ?? []
  if (uris.length > 0) return uris.map(({ url }) => ({ kind: 'url', url, isPlain: false }))
  const source = readJwtSource(jwt_source)
  return source ? [source] : []
}

/** An address that was made by `echo ADDRESS | base64` ends with a line break, with which Tyk asks for it. */
function findSourceProblem(sources: readonly JwtSource[]): Word | undefined {
  const isBroken = sources.some((source) => source.kind === 'url' && /\s/.test(source.url))
  return isBroken ? { code: 'SOURCE_BROKEN_AT_TYK' } : undefined
}

/** Whole seconds; what is less than one counts as nothing said, as in Tyk. */
function readKeptSeconds(oas: OasJwt | undefined): Map<string, number> {
  return new Map(
    (oas?.jwksURIs ?? []).flatMap(({ url, cacheTimeout = '' }) => {
      const seconds = Math.floor(readSeconds(cacheTimeout))
      return seconds > 0 ? [[url, seconds] as const] : []
    }),
  )
}

/** Tyk 5.14 looks at `basePolicyClaims` only where `policyFieldName` says something, too. */
function readPolicyClaims(definition: ReadApi, oas: OasJwt | undefined): readonly string[] {
  if (oas && oas.policyFieldName === '') return []
  return takeList(oas?.basePolicyClaims, definition.jwt_policy_field_name)
}

function takeList(list: readonly string[] | undefined, single: string): readonly string[] {
  if (list && list.length > 0) return list
  return single === '' ? [] : [single]
}

function readScopeRules(definition: ReadApi, oas: OasJwt | undefined): ScopeRules | undefined {
  const classic = readScopeMapping(definition)
  const mapping = oas
    ? oas.scopes.scopeToPolicyMapping.map(({ scope, policyId }) => [scope, policyId] as const)
    : Object.entries(classic?.policyByScope ?? {})
  if (mapping.length === 0) return undefined
  const single = oas ? oas.scopes.claimName : (classic?.claim ?? '')
  const named = takeList(oas?.scopes.claims, single)
  return {
    claims: oas || named.length === 0 ? [...named, 'scope'] : named,
    isPath: oas === undefined,
    policyByScope: new Map(mapping),
  }
}
