import { AppError } from '#shared/errors/app-error.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import type { DcrOptions } from '#shared/tyk/dcr-options.ts'
import { getDriver } from '../../providers/drivers.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, text } from '../step-runner.ts'

interface Inputs extends DcrOptions {
  override: boolean
  oauth_redirect_uri_separator: string
}

export const runner = defineStep({
  id: 'dcr-settings',
  uses: ['catalogue'],
  suggest: (run, { catalogue }): Partial<Inputs> => ({
    override: true,
    provider: run.provider,
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: getDriver(run.provider).guide?.grant_types ?? ['client_credentials'],
    response_types: getDriver(run.provider).guide?.response_types ?? [],
    idp_host: run.products.idp_host ?? '',
    registration_endpoint: run.products.registration_endpoint ?? '',
    oauth_redirect_uri_separator: catalogue.settings().oauth_redirect_uri_separator,
  }),
  async run(context: StepContext<Inputs>, { catalogue }) {
    const { inputs } = context
    const entryId = context.require('entry_id')
    const { override, oauth_redirect_uri_separator, ...options } = inputs
    const dcr_options = pickOptions(options)
    const applicationType = assertAcceptable(dcr_options)
    const token = findToken(context)
    const settings = { enable_dcr: true, dcr_options, initial_access_token: token }
    const entry = catalogue.get(entryId)
    if (!entry)
      throw new AppError('STEP_NOT_READY', {
        detail: `The catalogue entry is gone; run ${context.nameStep('catalogue')} again.`,
      })
    const global = catalogue.settings()
    await catalogue.putSettings({
      ...(override ? { ...global, initial_access_token: undefined } : settings),
      oauth_redirect_uri_separator,
    })
    await catalogue.putEntry({
      ...entry,
      config: override
        ? { override: true, ...settings }
        : { ...entry.config, override: false, enable_dcr: true, initial_access_token: undefined },
    })
    return {
      result: {
        summary: override
          ? 'This entry registers clients with its own settings.'
          : 'The global settings are saved; this entry and every other that does not override them use these.',
        facts: [
          text('provider', 'Provider', getDriver(dcr_options.provider).label),
          code('grant_types', 'Grant types', dcr_options.grant_types.join(' ')),
          code('response_types', 'Response types', dcr_options.response_types.join(' ')),
          code('auth_method', 'Token endpoint auth method', dcr_options.token_endpoint_auth_method),
          code('endpoint', 'Registers at', dcr_options.registration_endpoint),
          ...(applicationType
            ? [code('application_type', 'Application type, sent automatically', applicationType)]
            : []),
          token
            ? {
                id: 'token',
                label: 'Initial registration access token',
                kind: 'secret',
                value: maskSecret(token),
              }
            : text('token', 'Initial registration access token', 'none'),
        ],
        checks: [
          {
            id: 'coupling',
            text: 'Grants, response types and application type agree',
            state: 'passed',
            evidence: 'Checked before anything is sent',
          },
        ],
      },
    }
  },
})

function pickOptions(inputs: DcrOptions): DcrOptions {
  const { provider, grant_types, token_endpoint_auth_method, response_types } = inputs
  const { idp_host, registration_endpoint } = inputs
  return {
    provider,
    grant_types,
    token_endpoint_auth_method,
    response_types,
    idp_host,
    registration_endpoint,
  }
}

function findToken(context: StepContext<Inputs>): string | undefined {
  return context.findSecret('initial_access_token') ?? context.open('api_token')
}

/** @returns The application type that the driver will send, if it sends one. */
function assertAcceptable(options: DcrOptions): string | undefined {
  const driver = getDriver(options.provider)
  const metadata = driver.buildMetadata({ client_name: 'Client', redirect_uris: [], options })
  const refusal = driver.findRefusal(metadata)
  if (!refusal) return metadata.application_type
  throw new AppError('CLIENT_METADATA_REFUSED', {
    detail: `${driver.label} would answer 400 ${refusal.error}: ${refusal.error_description}`,
    hint: refusal.hint,
    issues: refusal.issues,
    fixes: refusal.fixes,
  })
}
