import type { Registration, UpdatePlan } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import { getDriver } from '../providers/drivers.ts'
import type { CallContext, HttpAnswer, HttpClient } from '../outgoing/http-client.ts'
import { writeProviderError } from '../providers/provider-error.ts'
import { findPartialAnswer } from '../outgoing/partial-answer.ts'
import { registrationPlace } from '../secrets/secret-places.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RegistrationRecord } from '../store/schema.ts'
import { takeCredentials, takeInformation } from './client-record.ts'
import { type ManagementCall, callManagement, requireManagementEndpoint } from './management.ts'
import type { PresentRegistration } from './present-registration.ts'
import { readRegistrationAnswer, refuseAnswer } from './registration-answer.ts'
import type { Registrations } from './registrations.ts'
import { rescueClient } from './rescue-client.ts'
import { planUpdate } from './update-plan.ts'

export interface LifeCycleDeps {
  vault: Vault
  http: HttpClient
  registrations: Registrations
  present: PresentRegistration
}

/** Calls that manage a registered client. Each throws the provider's refusal in its own words. */
export interface LifeCycle {
  /**
   * Reads the client at the provider. A new registration access token or secret in the answer replaces the
   * stored one.
   *
   * @throws AppError `MANAGEMENT_UNAVAILABLE`, `PROVIDER_REJECTED`, `PROVIDER_UNREACHABLE`.
   *
   * @see [RFC 7592 §2.1](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.1)
   */
  read: (id: string, call?: Partial<CallContext>) => Promise<ClientAsRead>
  /** The changes and losses that an update with this metadata would cause. */
  planUpdate: (id: string, metadata: Record<string, unknown>) => UpdatePlan
  /** @see [RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2) */
  update: (
    id: string,
    metadata: Record<string, unknown>,
    call?: Partial<CallContext>,
  ) => Promise<Registration>
  /** @throws AppError `MANAGEMENT_UNAVAILABLE` where a secret cannot be rotated. */
  rotateSecret: (id: string, call?: Partial<CallContext>) => Promise<Registration>
}

export interface ClientAsRead {
  registration: Registration
  /** The provider's answer without its secrets. */
  client: Record<string, unknown>
  hasSecret: boolean
  hasNewToken: boolean
}

export function createLifeCycle(deps: LifeCycleDeps): LifeCycle {
  const { vault, registrations, present } = deps
  const contextOf = (record: RegistrationRecord, label: string): CallContext => ({
    run: record.run,
    from: 'registrar',
    to: 'idp',
    label,
  })
  const call = createCall(deps)
  return {
    async read(id, about) {
      const record = registrations.require(id)
      const { information, kept } = await call(record, {
        context: { ...contextOf(record, 'Read client'), ...about },
        place: requireManagementEndpoint(vault, record),
        method: 'GET',
      })
      const { client_secret, registration_access_token: token, ...client } = information
      const old = record.registration_access_token
      const known = old && vault.open(old, registrationPlace(id, 'registration_access_token'))
      return {
        registration: present(kept),
        client,
        hasSecret: client_secret !== undefined,
        hasNewToken: token !== undefined && token !== known,
      }
    },
    planUpdate: (id, metadata) => plan(registrations.require(id), metadata),
    async update(id, metadata, about) {
      const record = registrations.require(id)
      const { sent } = plan(record, metadata)
      const { kept } = await call(record, {
        context: { ...contextOf(record, 'Update client'), ...about },
        place: requireManagementEndpoint(vault, record),
        method: 'PUT',
        body: { ...sent, client_id: record.client_id, ...readSecret(vault, record) },
        asked: sent,
      })
      return present(kept)
    },
    async rotateSecret(id, about) {
      const record = registrations.require(id)
      assertRotatable(record)
      const { kept } = await call(record, {
        context: { ...contextOf(record, 'Rotate secret'), ...about },
        place: requireManagementEndpoint(vault, record),
        method: 'POST',
        path: '/lifecycle/newSecret',
        isRotation: true,
      })
      return present(kept)
    },
  }
}

function plan(
  { granted = {}, provider }: RegistrationRecord,
  metadata: Record<string, unknown>,
): UpdatePlan {
  return planUpdate(granted, metadata, getDriver(provider))
}

interface Call extends ManagementCall {
  /** The metadata that an update asks for. */
  asked?: ClientMetadata
  /** Whether the call is made for a new secret. */
  isRotation?: boolean
}

/**
 * A call whose answer may carry a new token or secret. Until the answer is stored, the ledger marks the
 * stored credentials as possibly stale.
 */
function createCall({ vault, http, registrations }: LifeCycleDeps) {
  return async (record: RegistrationRecord, { asked, isRotation = false, ...order }: Call) => {
    const renewal_asked_at = new Date().toISOString()
    const began = mayReplace(record, order.method)
      ? await registrations.change(record.id, (newest) => ({ ...newest, renewal_asked_at }))
      : record
    const answer = await callManagement(http, record, order).catch(async (thrown: unknown) => {
      const { code } = AppError.from(thrown)
      if (code === 'PROVIDER_REJECTED' || code === 'ADDRESS_REFUSED')
        await registrations.change(record.id, (newest) => takeMarkBack(newest, began, record))
      const part = findPartialAnswer(thrown)
      if (part) await rescue(part.text, CUT_OFF)
      throw thrown
    })
    const driver = getDriver(record.provider)
    const outcome = readManagementAnswer(record, answer)
    if ('error' in outcome) {
      await rescue(
        answer.readUnmasked(),
        `${writeProviderError(outcome.error) ?? ''} ${READ_AGAIN}`,
      )
      throw refuseAnswer(driver, { ...outcome.error, call: 'management' }, answer)
    }
    const { information, notes } = outcome
    const kept = await registrations.keepAnswer(
      record.id,
      (newest) =>
        takeInformation(vault, asked ? { ...newest, asked } : newest, {
          information,
          notes,
          began,
          isRotation,
        }),
      (newest) => takeCredentials(vault, newest, { credentials: information, failure: NOT_KEPT }),
    )
    if (kept.failure !== NOT_KEPT) return { information, kept }
    throw refuseAnswer(driver, { status: answer.status, description: NOT_KEPT }, answer)

    async function rescue(text: string, failure: string): Promise<void> {
      const credentials = rescueClient(text)
      if (credentials?.client_id !== record.client_id) return
      await registrations.keepAnswer(record.id, (newest) =>
        takeCredentials(vault, newest, { credentials, failure }),
      )
    }
  }
}

const READ_AGAIN =
  'The secret and the token in the answer are kept, the rest is not. Read the client again.'
const CUT_OFF = `The provider’s answer was cut off. ${READ_AGAIN}`
const NOT_KEPT = `The provider’s answer cannot be written to the ledger as a whole. ${READ_AGAIN}`

/** An answer about another client is of no use. */
function readManagementAnswer(
  record: RegistrationRecord,
  answer: HttpAnswer,
): ReturnType<typeof readRegistrationAnswer> {
  const outcome = readRegistrationAnswer(answer)
  if ('error' in outcome || outcome.information.client_id === record.client_id) return outcome
  const description = `The answer is about another client, ${outcome.information.client_id}.`
  return { error: { status: answer.status, description } }
}

/** A refused call replaced no credential, so its mark goes; the mark of a later call stays. */
function takeMarkBack(
  newest: RegistrationRecord,
  began: RegistrationRecord,
  { renewal_asked_at: earlier }: RegistrationRecord,
): RegistrationRecord {
  if (newest.renewal_asked_at !== began.renewal_asked_at) return newest
  const { renewal_asked_at: _own, ...rest } = newest
  return { ...rest, ...(earlier !== undefined && { renewal_asked_at: earlier }) }
}

function assertRotatable({ provider }: RegistrationRecord): void {
  const { label, management } = getDriver(provider)
  if (management.secretRotation !== 'none') return
  throw new AppError('MANAGEMENT_UNAVAILABLE', {
    detail: `${label} has no call that rotates a secret, and neither has RFC 7592.`,
    hint: 'Register a new client, move your app to it, then delete this one.',
    reference: {
      text: 'RFC 7592 §2.2, client update request',
      href: 'https://www.rfc-editor.org/rfc/rfc7592.html#section-2.2',
    },
  })
}

/** A read replaces no credential where an administrator's credential manages the client. */
function mayReplace({ provider }: RegistrationRecord, method: string): boolean {
  return (
    method !== 'GET' || getDriver(provider).management.credential === 'registration_access_token'
  )
}

/** RFC 7592 lets a PUT repeat the secret; some providers drop a secret that is not repeated. */
function readSecret(vault: Vault, record: RegistrationRecord): { client_secret?: string } {
  if (!getDriver(record.provider).management.sendsSecretOnUpdate) return {}
  if (record.client_secret === undefined) return {}
  const place = registrationPlace(record.id, 'client_secret')
  return { client_secret: vault.open(record.client_secret, place) }
}
