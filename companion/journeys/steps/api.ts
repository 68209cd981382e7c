import type { StepCheck } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { PROVIDER_LABELS } from '#shared/tyk/dcr-options.ts'
import { encodeJwtSource } from '#shared/tyk/jwt-source.ts'
import { getDriver } from '../../providers/drivers.ts'
import { findFreshName, slugify } from '../fresh-name.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, link, text } from '../step-runner.ts'

interface Inputs {
  name: string
  listen_path: string
  target_url: string
  jwks_uri: string
  jwt_identity_base_field: string
  jwt_policy_field_name: string
  strip_listen_path: boolean
}

export const runner = defineStep({
  id: 'api',
  uses: ['addresses', 'definitions'],
  suggest(run, { definitions, addresses }) {
    const own = run.products.api_id
    const isTaken = (name: string): boolean =>
      slugify(name) !== own && definitions.apis.get(slugify(name)) !== undefined
    const name = findFreshName(
      getDriver(run.provider).guide?.apiName ?? `${PROVIDER_LABELS[run.provider]} API`,
      isTaken,
    )
    return {
      name,
      listen_path: `/${slugify(name)}/`,
      target_url: addresses.sample_api,
      jwks_uri: run.products.jwks_uri ?? '',
      jwt_identity_base_field: getDriver(run.provider).claims.identity,
      jwt_policy_field_name: 'pol',
      strip_listen_path: true,
    }
  },
  async run({ run, products, inputs }: StepContext<Inputs>, { definitions, addresses }) {
    const id = products.api_id ?? slugify(inputs.name)
    const existing = definitions.apis.get(id)
    if (existing && products.api_id === undefined) throw nameTaken(inputs.name, run.id)
    const definition = ApiDefinition.parse({
      // What is left out here would be left out at Tyk, too, where it means something else.
      org_id: 'default',
      active: true,
      jwt_skip_kid: true,
      version_data: ONE_VERSION,
      ...existing,
      name: inputs.name,
      api_id: id,
      slug: id,
      use_keyless: false,
      enable_jwt: true,
      jwt_signing_method: 'rsa',
      jwt_source: inputs.jwks_uri === '' ? '' : encodeJwtSource(inputs.jwks_uri),
      jwt_identity_base_field: inputs.jwt_identity_base_field,
      jwt_policy_field_name: inputs.jwt_policy_field_name,
      proxy: {
        ...existing?.proxy,
        listen_path: inputs.listen_path,
        target_url: inputs.target_url,
        strip_listen_path: inputs.strip_listen_path,
      },
    })
    await definitions.putApi(definition)
    return {
      products: { api_id: id },
      result: {
        summary:
          (definition.jwt_default_policies ?? []).length > 0
            ? 'The gateway serves the API with these settings.'
            : 'The gateway serves the API. Until it has a policy, every token is refused.',
        facts: [
          link('address', 'Address', addresses.gateway + inputs.listen_path),
          text('target', 'Passes to', inputs.target_url),
          code('api_id', 'API id', id),
          code('jwt_source', 'jwt_source', definition.jwt_source ?? ''),
          text('claims', 'Reads', describeClaims(inputs)),
          {
            id: 'definition',
            label: 'Definition',
            kind: 'json',
            value: JSON.stringify(definition, null, 2),
          },
        ],
        checks: [
          {
            id: 'live',
            text: 'The definition is live',
            state: 'passed',
            evidence: inputs.listen_path,
          },
          ...(inputs.jwks_uri === '' ? [NO_KEYS] : []),
        ],
      },
    }
  },
})

const ONE_VERSION = {
  not_versioned: true,
  versions: { Default: { name: 'Default', use_extended_paths: true } },
}

const NO_KEYS: StepCheck = {
  id: 'no-keys',
  text: 'There is no key set, so the gateway refuses every token',
  state: 'warned',
  evidence: 'The metadata of the provider names no jwks_uri',
}

function describeClaims(inputs: Inputs): string {
  const { jwt_identity_base_field: identity, jwt_policy_field_name: policy } = inputs
  return policy === ''
    ? `the caller from ${identity}`
    : `the caller from ${identity}, a policy from ${policy}`
}

function nameTaken(name: string, runId: string): AppError {
  return new AppError('INPUT_INVALID', {
    detail: `There is already an API that goes by "${name}".`,
    hint: 'Choose another name, or start over in the run that made it.',
    issues: [
      {
        field: 'name',
        rule: 'unique',
        message: `"${name}" exists already; choose another name (run ${runId.slice(0, 8)}).`,
      },
    ],
  })
}
