import type { Fact, StepCheck, StepResult } from '#shared/contract/run.ts'
import type { Registration } from '#shared/contract/registration.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { joinRedirectUris } from '#shared/tyk/redirect-uri-separator.ts'
import { carryOutFollowUps } from '../follow-ups.ts'
import { requireProduct } from '../require-product.ts'
import { code, defineStep, text, time } from '../step-runner.ts'

interface Inputs {
  client_name: string
  redirect_uris: string[]
}

export const registerClient = defineStep<Inputs>({
  id: 'register-client',
  suggest: ({ provider }) => ({
    client_name: provider === 'okta' ? 'OKTA Client' : `${PROVIDER_LABELS[provider]} client`,
    redirect_uris: [],
  }),
  async carryOut(context) {
    const { run, products, inputs, registrar, catalogue, signal } = context
    const catalogueEntry = requireProduct(products, 'entry_id')
    const developer = requireProduct(products, 'developer_id')
    const separator = catalogue.settings().oauth_redirect_uri_separator
    const { registration } = await registrar.register({
      catalogueEntry,
      client_name: inputs.client_name,
      redirect_uris: inputs.redirect_uris,
      origin: run.origin,
      developer,
      run: run.id,
      step: 'register-client',
      signal,
    })
    const result = describeRegistration(registration, separator, 'panel')
    const followUps = await carryOutFollowUps(context, registration)
    return {
      products: { registration_id: registration.id },
      result: { ...result, checks: [...result.checks, ...followUps] },
    }
  },
})

/** What step 9 shows, whether the panel or the portal did it. */
export function describeRegistration(
  registration: Registration,
  separator: string,
  via: 'panel' | 'portal',
): StepResult {
  const uris = registration.granted?.['redirect_uris']
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
      {
        id: 'granted',
        label: 'As registered',
        kind: 'json',
        value: JSON.stringify(registration.granted ?? {}, null, 2),
      },
    ],
    checks: compareMetadata(registration),
  }
}

function describeSecret(registration: Registration): Fact[] {
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

/** What was asked beside what was granted: a client has to live with the latter (RFC 7591 §3.2.1). */
function compareMetadata({ asked, granted = {} }: Registration): StepCheck[] {
  return Object.keys(asked).map((name): StepCheck => {
    const isSame = isSameValue(asked[name], granted[name])
    return {
      id: name,
      text: isSame ? `${name} as asked` : `${name} was changed by the provider`,
      state: isSame ? 'passed' : 'warned',
      evidence: isSame
        ? JSON.stringify(granted[name])
        : `asked ${JSON.stringify(asked[name])}, granted ${JSON.stringify(granted[name])}`,
    }
  })
}

/** Providers do not keep the order of lists. */
function isSameValue(left: unknown, right: unknown): boolean {
  const normalize = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(String).sort() : value
  return JSON.stringify(normalize(left)) === JSON.stringify(normalize(right))
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : 'not said'
}
