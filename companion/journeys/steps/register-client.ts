import type { Fact, StepCheck, StepResult } from '#shared/contract/run.ts'
import type { Registration } from '#shared/contract/registration.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { MORE_METADATA } from '#shared/journeys/metadata-step-fields.ts'
import type { ClientMetadata } from '#shared/oauth/client-metadata.ts'
import { type ComparedMember, compareMetadata } from '#shared/oauth/metadata/compare-metadata.ts'
import { findContradictions } from '#shared/oauth/metadata/contradictions/contradictions.ts'
import { readFurtherMembers, readMembers } from '#shared/oauth/metadata/read-metadata.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { joinRedirectUris } from '#shared/tyk/redirect-uri-separator.ts'
import { getDriver } from '../../providers/drivers.ts'
import { explainGrants } from '../explain-grants.ts'
import { carryOutFollowUps } from '../follow-ups.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, text, time } from '../step-runner.ts'

interface Inputs extends Record<string, unknown> {
  client_name: string
  redirect_uris: string[]
}

export const runner = defineStep({
  id: 'register-client',
  uses: ['catalogue', 'registrar', 'http'],
  suggest: ({ provider }) => ({
    client_name: getDriver(provider).guide?.clientName ?? `${PROVIDER_LABELS[provider]} client`,
    redirect_uris: [],
  }),
  async run(context: StepContext<Inputs>, { catalogue, registrar, http }) {
    const { run, inputs, signal } = context
    const catalogueEntry = context.require('entry_id')
    const developer = context.require('developer_id')
    const metadata = readMembers(MORE_METADATA, inputs)
    assertNoContradiction(context, catalogue.effectiveSettings(catalogueEntry))
    const separator = catalogue.settings().oauth_redirect_uri_separator
    const options = catalogue.effectiveSettings(catalogueEntry)?.options
    const { registration } = await registrar
      .register({
        catalogueEntry,
        client_name: inputs.client_name,
        redirect_uris: inputs.redirect_uris,
        metadata,
        further: readFurtherMembers(inputs),
        origin: run.origin,
        developer,
        run: run.id,
        step: 'register-client',
        signal,
      })
      .catch(async (thrown: unknown) => {
        const asked = { grants: options?.grant_types ?? [] }
        throw await explainGrants(thrown, { context, http, asked })
      })
    const result = describeRegistration(registration, separator, 'panel')
    const followUps = await carryOutFollowUps(context, http, registration)
    return {
      products: { registration_id: registration.id },
      result: {
        ...result,
        checks: [...result.checks, ...findUnsent(registration, metadata), ...followUps],
      },
    }
  },
})

/**
 * The step's own schema knows what was typed here; this knows the settings of step 7 as well.
 *
 * @throws AppError `INPUT_INVALID` with a sentence for each field.
 */
function assertNoContradiction(
  { inputs, nameStep }: StepContext<Inputs>,
  settings: ReturnType<Rooms['catalogue']['effectiveSettings']>,
): void {
  const options = settings?.options
  const typed = readMembers(MORE_METADATA, inputs)
  const { redirect_uris } = inputs
  const issues = findContradictions({ ...options, redirect_uris, ...typed }, Object.keys(typed))
  if (issues.length === 0) return
  throw new AppError('INPUT_INVALID', {
    detail: `What was typed does not go together with ${nameStep('dcr-settings')} in ${issues.map(({ field }) => field).join(', ')}.`,
    hint: `What stays empty here is as in ${nameStep('dcr-settings')}. The sentence beside each field says what is wanted.`,
    issues,
  })
}

/** What step 9 shows, whether the panel or the portal did it. */
export function describeRegistration(
  registration: Registration,
  separator: string,
  via: 'panel' | 'portal',
): StepResult {
  const uris = registration.granted?.['redirect_uris']
  const comparison = compareMetadata(registration.asked, registration.granted ?? {})
  const joined = Array.isArray(uris) ? joinRedirectUris(uris.map(String), separator) : ''
  return {
    via,
    summary:
      via === 'portal'
        ? 'The developer registered the client in the portal, and the extension took the credentials over.'
        : 'The identity provider registered the client. The credentials are kept for the later steps.',
    facts: [
      code('client_id', 'Client ID', registration.client_id ?? ''),
      ...describeSecret(registration),
      describeExpiry(registration),
      code(
        'application_type',
        'Application type',
        readText(registration.granted?.['application_type']),
      ),
      ...(joined === '' ? [] : [code('redirect_uri', 'Redirect URLs', joined)]),
    ],
    comparison,
    checks: [...summarize(comparison), ...describeNotes(registration), ...warnOfEnd(registration)],
  }
}

/** What of an answer was not as the standard has it. */
export function describeNotes({ answer_notes = [] }: Registration): StepCheck[] {
  return answer_notes.map((text, at) => ({ id: `note-${at + 1}`, text, state: 'warned' }))
}

const WARNING_SECONDS = 7 * 86_400

/** @see [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1) a secret may end */
function warnOfEnd({ client_secret_seconds_left: left }: Registration): StepCheck[] {
  if (left === undefined || left > WARNING_SECONDS) return []
  return [
    {
      id: 'secret_end',
      text: 'The secret ends soon; renew it or register again before',
      state: 'warned',
      evidence: `${left} s left`,
    },
  ]
}

export function describeSecret(registration: Registration): Fact[] {
  if (registration.client_secret === undefined) return []
  return [
    {
      id: 'client_secret',
      label: 'Client secret',
      kind: 'secret',
      value: registration.client_secret,
      secret: `registration/${registration.id}/client_secret`,
    },
  ]
}

function describeExpiry({ client_secret_expires_at: seconds }: Registration): Fact {
  const label = 'Secret expires'
  if (seconds) return time('expires', label, new Date(seconds * 1000).toISOString())
  return text('expires', label, seconds === 0 ? 'never' : 'not said')
}

/** In a sentence what the table of asked and granted shows. */
function summarize(members: readonly ComparedMember[]): StepCheck[] {
  const list = (state: ComparedMember['state']): string[] =>
    members.filter((member) => member.state === state).map(({ name }) => name)
  const changed = list('changed')
  const dropped = list('dropped')
  const unsaid = list('unsaid')
  if (changed.length + dropped.length + unsaid.length === 0)
    return [{ id: 'granted', text: 'All that was asked was granted', state: 'passed' }]
  const parts = [
    ...(dropped.length > 0 ? [`dropped: ${dropped.join(', ')}`] : []),
    ...(changed.length > 0 ? [`changed: ${changed.join(', ')}`] : []),
    ...(unsaid.length > 0 ? [`not said: ${unsaid.join(', ')}`] : []),
  ]
  return [
    {
      id: 'granted',
      text:
        changed.length + dropped.length > 0
          ? 'The provider did not grant all that was asked'
          : 'The answer does not say whether all that was asked is granted',
      state: 'warned',
      evidence: parts.join('; '),
    },
  ]
}

/** A driver leaves out what its provider would answer with an error. */
function findUnsent({ asked }: Registration, typed: ClientMetadata): StepCheck[] {
  const unsent = Object.keys(typed).filter((name) => !(name in asked))
  if (unsent.length === 0) return []
  return [
    {
      id: 'unsent',
      text: 'Not sent, because this kind of provider refuses members that it does not know',
      state: 'warned',
      evidence: unsent.join(', '),
    },
  ]
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : 'not said'
}
