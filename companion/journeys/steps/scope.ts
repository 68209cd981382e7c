import type { StepCheck } from '#shared/contract/run.ts'
import type { EnsuredScope } from '../../providers/admin.ts'
import { discover } from '../../providers/discovery.ts'
import { getDriver } from '../../providers/drivers.ts'
import { openAdmin } from '../open-admin.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, type StepOutput, text } from '../step-runner.ts'

interface Inputs {
  scope: string
  is_default?: boolean
}

export const runner = defineStep({
  id: 'scope',
  uses: ['embeddedIdp', 'http'],
  suggest: (run) =>
    run.target === 'embedded' ? { scope: 'tyk', is_default: true } : { scope: 'tyk' },
  async run(context: StepContext<Inputs>, rooms) {
    const { run, inputs } = context
    const admin = openAdmin(context, rooms.http)
    if (!admin) return putAtDialect(context, rooms)
    const isEmbedded = run.target === 'embedded'
    const ensured = await admin.ensureScope({
      name: inputs.scope,
      isDefault: inputs.is_default,
      // Where the token of step 1 only has to register, the person's organisation stays as it is;
      // an administrator's token that makes another one was given to have things made.
      mayChange: isEmbedded || admin.createInitialToken !== undefined,
    })
    const policy = isEmbedded ? [] : [await admin.ensurePolicy({ scope: inputs.scope })]
    return describeEnsured(context, ensured, [...ensured.checks, ...policy])
  },
})

function describeEnsured(
  { run }: StepContext<Inputs>,
  { name, isDefault, isMade, issuedBy }: EnsuredScope,
  checks: StepCheck[],
): StepOutput<'scope'> {
  const { claims } = getDriver(run.provider)
  return {
    products: { scope: name, ...(isMade && { made_scope: name }) },
    result: {
      summary: isDefault
        ? `${issuedBy} hands out "${name}" by default.`
        : `The scope "${name}" exists; it has to be asked for by name.`,
      facts: [
        code('scope', 'Scope', name),
        text('default', 'Default scope', isDefault ? 'yes' : 'no'),
        code('claim', 'Claim in the token', claims.scope),
      ],
      checks,
    },
  }
}

/** Without an admin part: made at the embedded provider, looked for in the metadata of any other. */
async function putAtDialect(
  context: StepContext<Inputs>,
  { embeddedIdp, http }: Pick<Rooms, 'embeddedIdp' | 'http'>,
): Promise<StepOutput<'scope'>> {
  const { run, inputs } = context
  const { claims, label } = getDriver(run.provider)
  const dialect = run.dialect && (await embeddedIdp.openDialect(run.dialect))
  await dialect?.saveScope(inputs.scope, inputs.is_default ?? false)
  const { scopes_supported: listed } = await discover(
    http,
    context.call('registrar', 'idp', 'Read scopes'),
    { host: context.require('idp_host'), provider: run.provider },
  )
  const isListed = listed?.includes(inputs.scope) === true
  return {
    products: { scope: inputs.scope, ...(dialect && { made_scope: inputs.scope }) },
    result: {
      summary: dialect
        ? `${label} knows the scope "${inputs.scope}"${inputs.is_default ? ' and hands it out by default' : ''}.`
        : `The scope "${inputs.scope}" will be asked for.`,
      facts: [
        code('scope', 'Scope', inputs.scope),
        text('default', 'Default scope', describeDefault(inputs.is_default)),
        code('claim', 'Claim in the token', claims.scope),
      ],
      checks: [
        {
          id: 'listed',
          text: isListed ? 'The metadata lists the scope' : 'The metadata does not list the scope',
          state: isListed ? 'passed' : 'warned',
          evidence: isListed
            ? `scopes_supported: ${inputs.scope}`
            : 'scopes_supported need not be complete (RFC 8414 §2)',
        },
      ],
    },
  }
}

function describeDefault(isDefault: boolean | undefined): string {
  if (isDefault === undefined) return 'not said'
  return isDefault ? 'yes' : 'no'
}
