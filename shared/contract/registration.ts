import { ClientInformation } from '../oauth/client-metadata.ts'
import { ComparedMember } from '../oauth/metadata/compare-metadata.ts'
import { RegistrationMetadata } from '../oauth/metadata/metadata-schema.ts'
import { DCR_PROVIDERS, HttpUrl } from '../tyk/dcr-options.ts'
import { HeaderCredential } from '../oauth/header-credential.ts'
import * as z from '../zod.ts'

/**
 * One client at one IdP. `intent`: about to be registered; `active`: the IdP confirmed it; `failed`:
 * the IdP said no, so there is no client; `unknown`: the answer was lost, so there may be one;
 * `deleted`: gone at the IdP.
 */
export const RegistrationState = z.enum(['intent', 'active', 'failed', 'unknown', 'deleted'])

export const Registration = z
  .strictObject({
    id: z.string(),
    state: RegistrationState,
    origin: z
      .enum(['panel', 'portal', 'cli', 'test', 'doctor', 'adopted', 'observed'])
      .describe(
        'The surface that registered the client; `adopted`: registered outside the lab and added to the ledger later; `observed`: a stranger registered it at the embedded provider, and the lab saw that',
      ),
    run: z.string().optional(),
    developer: z.string().optional(),
    catalogue_entry: z.string().optional(),
    provider: z.enum(DCR_PROVIDERS),
    idp_host: z.string(),
    registration_endpoint: z.string(),
    client_id: z.string().optional(),
    client_name: z.string(),
    asked: z.record(z.string(), z.unknown()).describe('Metadata as sent'),
    granted: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Metadata as answered, no secrets'),
    client_secret: z.string().optional().describe('Masked: the last four characters'),
    other_client_secrets: z
      .array(z.string())
      .optional()
      .describe(
        'Masked: secrets that are held beside client_secret until one of them has got a token, newest first',
      ),
    client_secret_expires_at: z.number().optional().describe('Seconds since the epoch; 0 is never'),
    client_secret_seconds_left: z
      .number()
      .int()
      .optional()
      .describe('On the lab’s clock; negative once it has ended, left out when it never does'),
    registration_client_uri: z.string().optional(),
    has_registration_access_token: z.boolean(),
    created_at: z.iso.datetime(),
    captured_at: z.iso
      .datetime()
      .optional()
      .describe('When the extension took the credentials from the portal page'),
    renewal_asked_at: z.iso
      .datetime()
      .optional()
      .describe(
        'When a call was begun whose answer may replace token or secret; while it stands here, what is stored may be stale',
      ),
    deletion_asked_at: z.iso
      .datetime()
      .optional()
      .describe('When its deletion was begun; with another state than deleted the outcome is open'),
    is_unchecked: z
      .boolean()
      .optional()
      .describe(
        'True of an adopted client until the provider has answered about it: that it is registered is what a person said',
      ),
    failure: z.string().optional(),
    answer_notes: z
      .array(z.string())
      .optional()
      .describe(
        'A sentence for each member of the latest answer that is not as the standard has it, and what was made of it',
      ),
  })
  .meta({ id: 'Registration', description: 'One client at one identity provider' })

/** One registration, with its asked and granted metadata compared. */
export const RegistrationDetails = Registration.extend({
  comparison: z
    .array(ComparedMember)
    .optional()
    .describe('Asked beside granted, what was dropped or changed first; once there is an answer'),
}).meta({
  id: 'RegistrationDetails',
  description: 'One client at one identity provider, asked beside granted',
})

/** The request of an update, and its effect on the client. */
export const UpdatePlan = z
  .strictObject({
    sent: z.record(z.string(), z.unknown()).describe('The body of the PUT, without its secret'),
    added: z.array(z.string()),
    changed: z.array(z.string()),
    dropped: z
      .array(z.string())
      .describe('Granted today and not sent: gone afterwards, or the default'),
    effects: z
      .record(z.string(), z.string())
      .describe('What a member that is changed or dropped will break, by its name'),
    left_out: z.array(z.string()).describe('Members that a PUT must not carry'),
  })
  .meta({ id: 'UpdatePlan' })

/** A registration whose every detail the caller decides. */
export const RegistrationDraft = z
  .strictObject({
    id: z
      .uuid()
      .describe('Chosen by the caller: the same id again does not register a second client'),
    origin: z.enum(['panel', 'cli', 'test']).default('panel'),
    run: z.string().max(300).optional(),
    provider: z.enum(DCR_PROVIDERS),
    idp_host: HttpUrl,
    registration_endpoint: HttpUrl,
    initial_access_token: HeaderCredential(8192).optional(),
    metadata: RegistrationMetadata,
  })
  .meta({ id: 'RegistrationDraft' })

/** A client that was registered elsewhere. */
export const Adoption = z
  .strictObject({
    provider: z.enum(DCR_PROVIDERS),
    idp_host: HttpUrl,
    registration_endpoint: HttpUrl,
    initial_access_token: HeaderCredential(4096).optional(),
    private_key: z
      .string()
      .max(20_000)
      .optional()
      .describe('For private_key_jwt: PKCS #8 in PEM, or a JWK; kept like a secret'),
    client: ClientInformation,
  })
  .meta({ id: 'Adoption' })

const Count = z.number().int().min(0)

/** The ledger in numbers. What a sweep deletes is registered, or perhaps: `intent`, `active` or `unknown`. */
export const RegistrationCounts = z
  .strictObject({
    states: z.strictObject({
      intent: Count,
      active: Count,
      failed: Count,
      unknown: Count,
      deleted: Count,
    }),
    undeleted: Count.describe(
      'Clients that a sweep of all would delete; those of strangers are not among them',
    ),
    origins: z
      .array(z.strictObject({ origin: Registration.shape.origin, count: Count }))
      .describe('Those by the surface that registered them'),
    runs: z
      .array(
        z.strictObject({
          run: z.string(),
          count: Count,
          first_at: z.iso.datetime().describe('When the first of them was registered'),
        }),
      )
      .describe(
        'Those by run, with the clients that the portal registered for its catalogue entry; the 1000 runs with the newest clients',
      ),
  })
  .meta({ id: 'RegistrationCounts' })

export const SweepPreview = z
  .strictObject({
    count: Count.describe('How many clients would be deleted'),
    clients: z.array(Registration).describe('The newest 8 of them'),
  })
  .meta({ id: 'SweepPreview' })

/** The clients that were not deleted, compared with a budget. */
export const BudgetCheck = z
  .strictObject({
    budget: z.number().int().describe('How many may be left'),
    count: z.number().int().describe('How many are left: registered, or perhaps'),
    clients: z.array(Registration).describe('Those, or the newest 200 of them'),
  })
  .meta({ id: 'BudgetCheck' })

export const Sweep = z
  .strictObject({
    deleted: z.array(z.string()).describe('Ids of registrations'),
    left_behind: z.array(z.strictObject({ id: z.string(), reason: z.string() })),
  })
  .meta({ id: 'Sweep' })

export type UpdatePlan = z.infer<typeof UpdatePlan>
export type Adoption = z.infer<typeof Adoption>
export type BudgetCheck = z.infer<typeof BudgetCheck>
export type RegistrationCounts = z.infer<typeof RegistrationCounts>
export type SweepPreview = z.infer<typeof SweepPreview>
export type Sweep = z.infer<typeof Sweep>
export type RegistrationState = z.infer<typeof RegistrationState>
export type RegistrationDetails = z.infer<typeof RegistrationDetails>
export type Registration = z.infer<typeof Registration>
