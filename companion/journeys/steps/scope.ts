import { AppError } from '#shared/errors/app-error.ts'
import { createOktaManagement, type OktaManagement, type OktaScope } from '../okta-management.ts'
import { ensureProviderScope } from './provider-scope.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, text } from '../step-runner.ts'

interface Inputs {
  scope: string
  is_default?: boolean
}

const REFERENCE = {
  text: 'Okta: create scopes',
  href: 'https://developer.okta.com/docs/guides/customize-authz-server/main/#create-scopes',
}

export const scope = defineStep({
  id: 'scope',
  uses: ['embeddedIdp', 'wire'],
  suggest: (run) =>
    run.target === 'embedded' ? { scope: 'tyk', is_default: true } : { scope: 'tyk' },
  async run(context: StepContext<Inputs>, rooms) {
    if (context.run.provider !== 'okta') return ensureProviderScope(context, rooms)
    const { run, inputs } = context
    const management = openManagement(context, rooms.wire)
    const known = (await management.listScopes()).find(({ name }) => name === inputs.scope)
    const found =
      run.target === 'embedded'
        ? await ensureScope(management, known, inputs)
        : requireDefault(known, inputs.scope)
    const isDefault = found.default === true
    const isMade = run.target === 'embedded' && known === undefined
    return {
      products: { scope: found.name, ...(isMade && { made_scope: found.name }) },
      result: {
        summary: isDefault
          ? `The authorization server hands out "${found.name}" by default.`
          : `The scope "${found.name}" exists; it has to be asked for by name.`,
        facts: [
          code('scope', 'Scope', found.name),
          text('default', 'Default scope', isDefault ? 'yes' : 'no'),
          code('claim', 'In the token', `"scp": ["${found.name}"]`),
        ],
        checks: [
          {
            id: 'exists',
            text: known ? 'The scope existed already' : 'The scope exists',
            state: 'passed',
            evidence: `id ${found.id}`,
          },
          {
            id: 'default',
            text: 'It is a default scope',
            state: isDefault ? 'passed' : 'warned',
            ...(!isDefault && {
              evidence: `The token request of ${context.nameStep('token')} must name it`,
            }),
          },
        ],
      },
    }
  },
})

function openManagement(context: StepContext<Inputs>, wire: Rooms['wire']): OktaManagement {
  context.require('api_token')
  return createOktaManagement({
    wire,
    context: (label) => context.call('registrar', 'idp', label),
    host: context.require('idp_host'),
    apiToken: context.open('api_token') ?? '',
  })
}

function ensureScope(
  management: OktaManagement,
  known: OktaScope | undefined,
  { scope, is_default = false }: Inputs,
): Promise<OktaScope> | OktaScope {
  if (!known) return management.createScope(scope, is_default)
  return known.default === is_default
    ? known
    : management.updateScope({ ...known, default: is_default })
}

function requireDefault(known: OktaScope | undefined, name: string): OktaScope {
  if (!known) {
    throw new AppError('PROVIDER_REJECTED', {
      detail: `The authorization server "default" has no scope "${name}".`,
      hint: 'In Okta: Security → API → Authorization Servers → default → Scopes → Add Scope. Tick "Set as a default scope", then check again.',
      issues: [
        {
          field: 'scope',
          rule: 'exists',
          message: `There is no scope "${name}" at this provider.`,
        },
      ],
      reference: REFERENCE,
    })
  }
  if (known.default === true) return known
  throw new AppError('PROVIDER_REJECTED', {
    detail: `The scope "${name}" exists, but it is not a default scope.`,
    hint: 'In Okta: open the scope and tick "Set as a default scope"; without it a token request that names no scope is refused.',
    issues: [{ field: 'scope', rule: 'default', message: `"${name}" is not a default scope yet.` }],
    reference: REFERENCE,
  })
}
