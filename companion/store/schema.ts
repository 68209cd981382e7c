import { DocumentInput } from '#shared/contract/client-document.ts'
import { Developer, PortalSettings } from '#shared/contract/portal.ts'
import { CatalogueEntry } from '#shared/contract/portal.ts'
import { LessonProgress } from '#shared/contract/lesson-progress.ts'
import { Recording } from '#shared/contract/recording.ts'
import { Registration } from '#shared/contract/registration.ts'
import { Attempt, ReplaySecret } from '#shared/contract/replay/attempt.ts'
import { ReplaySet, SetRun } from '#shared/contract/replay/replay-set.ts'
import {
  ClientBudget,
  JourneyId,
  RunName,
  StepId,
  StepResult,
  Target,
} from '#shared/contract/run.ts'
import { Token } from '#shared/contract/token.ts'
import { Problem } from '#shared/errors/problem.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { PLAIN_PRODUCTS, type Products, SECRET_PRODUCTS } from '#shared/journeys/products.ts'
import { DIALECT_IDS } from '#shared/idp/dialects.ts'
import { DCR_PROVIDERS } from '#shared/tyk/dcr-options.ts'
import { Policy } from '#shared/tyk/policy.ts'
import * as z from '#shared/zod.ts'
import {
  IdpApiToken,
  IdpClient,
  IdpDialect,
  IdpEntry,
  IdpKey,
  IdpPublisher,
  IdpScope,
  IdpSettings,
} from './idp-records.ts'

/** A sealed secret: see `secrets/vault.ts`. */
const Envelope = z.string().startsWith('v1.')

/** Facts about the data directory itself. */
export const MetaRecord = z.strictObject({ key_id: z.string() })

export const PairingRecord = z.strictObject({
  id: z.string(),
  name: z.string(),
  created_at: z.iso.datetime(),
  /** Both sides know it; left out in a pairing of an earlier version, which is of no use any more. */
  key: Envelope.optional(),
  token_sha256: z.string().optional(),
  origin: z.string().optional(),
})

export const PortalSettingsRecord = PortalSettings.extend({
  initial_access_token: Envelope.optional(),
})

export const CatalogueRecord = CatalogueEntry.extend({
  config: CatalogueEntry.shape.config.extend({ initial_access_token: Envelope.optional() }),
})

export const DeveloperRecord = Developer.extend({ password_scrypt: z.string() })

export const RegistrationRecord = Registration.omit({
  client_secret: true,
  other_client_secrets: true,
  client_secret_seconds_left: true,
  has_registration_access_token: true,
}).extend({
  client_secret: Envelope.optional(),
  client_secret_mask: z.string().optional(),
  /** Sealed for the place of `client_secret`: any of them may turn out to be the one. */
  other_client_secrets: z
    .array(z.strictObject({ envelope: Envelope, mask: z.string() }))
    .optional(),
  registration_access_token: Envelope.optional(),
  /** The private key of a client that authenticates with one. */
  client_key: Envelope.optional(),
  initial_access_token: Envelope.optional(),
  is_secret_shown: z.boolean().describe('True once the portal has shown the secret'),
  /** The companion that registers the client. If it has ended, the state of the client is unknown. */
  owner: z.string().optional(),
})

export const TokenRecord = z.strictObject({
  id: z.string(),
  run: z.string().optional(),
  registration: z.string().optional(),
  grant: Token.shape.grant.optional(),
  token_type: z.string().optional(),
  audience: z.string().optional(),
  access_token: Envelope,
  access_token_mask: z.string().optional(),
  refresh_token: Envelope.optional(),
  /** The key pair of a token that is bound to one (DPoP), as JSON Web Keys. */
  dpop_key: Envelope.optional(),
  /** The scope that was asked for. */
  resource: z.string().optional(),
  renewed_from: z.string().optional(),
  scope: z.string().optional(),
  revoked_at: z.iso.datetime().optional(),
  obtained_at: z.iso.datetime(),
  expires_at: z.iso.datetime().optional(),
})

export const StepOutcome = z.strictObject({
  state: z.enum(['passed', 'failed']),
  /** The earlier step that was run again since, with another result. */
  outdated_by: StepId.optional(),
  result: StepResult.optional(),
  problem: Problem.optional(),
  exchanges: z.array(z.string()),
  started_at: z.iso.datetime(),
  ms: z.number(),
})

/** The ids and addresses that the steps of a run have made so far, as the steps declare them. */
export const RunProducts = z.strictObject({
  ...Object.fromEntries(PLAIN_PRODUCTS.map((name) => [name, z.string().optional()])),
  ...Object.fromEntries(SECRET_PRODUCTS.map((name) => [name, Envelope.optional()])),
}) as unknown as z.ZodType<Products>

export const RunRecord = z.strictObject({
  id: z.string(),
  name: RunName,
  journey: JourneyId,
  target: Target,
  provider: z.enum(DCR_PROVIDERS).default('okta'),
  dialect: z.enum(DIALECT_IDS).optional(),
  origin: z.enum(['panel', 'cli', 'test']),
  created_at: z.iso.datetime(),
  client_budget: ClientBudget.optional(),
  drafts: z.partialRecord(StepId, z.record(z.string(), z.unknown())),
  kept_secrets: z.record(z.string(), z.strictObject({ envelope: Envelope, mask: z.string() })),
  outcomes: z.partialRecord(StepId, StepOutcome),
  products: RunProducts,
})

/** A secret that replayed requests refer to by its name, which is the id of the record. */
export const ReplaySecretRecord = ReplaySecret.extend({ envelope: Envelope })

/** A client metadata document that the lab hosts; the id is its name. */
export const ClientDocumentRecord = DocumentInput.extend({ id: z.string() })

/** What is trusted and shown at one provider, in PEM; the id is its origin. */
export const ProviderCertificatesRecord = z.strictObject({
  id: z.string(),
  ca: z.string().optional(),
  certificate: z.string().optional(),
  private_key: Envelope.optional(),
})

/** Every kind of record, with the schema that each is checked against when the store opens. */
export const COLLECTIONS = {
  meta: MetaRecord,
  pairings: PairingRecord,
  apis: ApiDefinition,
  policies: Policy,
  portal_settings: PortalSettingsRecord,
  catalogue: CatalogueRecord,
  developers: DeveloperRecord,
  registrations: RegistrationRecord,
  tokens: TokenRecord,
  runs: RunRecord,
  replay_attempts: Attempt,
  replay_secrets: ReplaySecretRecord,
  replay_sets: ReplaySet,
  replay_set_runs: SetRun,
  lesson_progress: LessonProgress,
  provider_certificates: ProviderCertificatesRecord,
  recording: Recording,
  client_documents: ClientDocumentRecord,
  idp_clients: IdpClient,
  idp_scopes: IdpScope,
  idp_api_tokens: IdpApiToken,
  idp_settings: IdpSettings,
  idp_keys: IdpKey,
  idp_entries: IdpEntry,
  idp_dialects: IdpDialect,
  idp_publishers: IdpPublisher,
} as const

/**
 * The members by which the records of large tables are found, filtered and sorted. Where there is such a
 * list, only these members are held in memory as objects; the rest is read when a record is asked for.
 */
export const OUTLINES = {
  registrations: [
    'id',
    'state',
    'origin',
    'run',
    'developer',
    'catalogue_entry',
    'provider',
    'idp_host',
    'registration_endpoint',
    'client_id',
    'client_name',
    'client_secret_mask',
    'created_at',
    'owner',
    'failure',
    'is_unchecked',
    'renewal_asked_at',
    'deletion_asked_at',
  ],
  tokens: [
    'id',
    'run',
    'registration',
    'grant',
    'access_token_mask',
    'obtained_at',
    'expires_at',
    'renewed_from',
    'revoked_at',
  ],
} as const satisfies { [C in CollectionName]?: readonly (keyof RecordOf<C>)[] }

/** What is known of every record without reading it. */
export type OutlineOf<C extends CollectionName> = C extends keyof typeof OUTLINES
  ? Pick<RecordOf<C>, (typeof OUTLINES)[C][number] & keyof RecordOf<C>>
  : RecordOf<C>

/** The noun for a record of each collection, for error texts. */
export const NOUNS = {
  meta: 'setting',
  pairings: 'pairing',
  apis: 'API',
  policies: 'policy',
  portal_settings: 'setting',
  catalogue: 'catalogue entry',
  developers: 'developer',
  registrations: 'registration',
  tokens: 'token',
  runs: 'run',
  replay_attempts: 'attempt',
  replay_secrets: 'secret',
  replay_sets: 'set',
  replay_set_runs: 'run of a set',
  lesson_progress: 'lesson that was begun',
  provider_certificates: 'certificate of a provider',
  recording: 'setting',
  client_documents: 'client metadata document',
  idp_clients: 'client',
  idp_scopes: 'scope',
  idp_api_tokens: 'API token',
  idp_settings: 'setting',
  idp_keys: 'key',
  idp_entries: 'entry',
  idp_dialects: 'dialect',
  idp_publishers: 'publisher',
} as const satisfies Record<CollectionName, string>

export type CollectionName = keyof typeof COLLECTIONS
export type RecordOf<C extends CollectionName> = z.infer<(typeof COLLECTIONS)[C]>
export type PairingRecord = z.infer<typeof PairingRecord>
export type PortalSettingsRecord = z.infer<typeof PortalSettingsRecord>
export type CatalogueRecord = z.infer<typeof CatalogueRecord>
export type DeveloperRecord = z.infer<typeof DeveloperRecord>
export type TokenOutline = OutlineOf<'tokens'>
export type RegistrationOutline = OutlineOf<'registrations'>
export type RegistrationRecord = z.infer<typeof RegistrationRecord>
export type TokenRecord = z.infer<typeof TokenRecord>
export type StepOutcome = z.infer<typeof StepOutcome>
export type RunRecord = z.infer<typeof RunRecord>
export type ProviderCertificatesRecord = z.infer<typeof ProviderCertificatesRecord>
export type ClientDocumentRecord = z.infer<typeof ClientDocumentRecord>
export type ReplaySecretRecord = z.infer<typeof ReplaySecretRecord>
