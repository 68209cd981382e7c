import { EMBEDDED_DIALECTS } from '#shared/journeys/embedded-dialects.ts'
import { discover } from '../../providers/discovery.ts'
import { getDriver } from '../../providers/drivers.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, type StepOutput, text } from '../step-runner.ts'

interface Inputs {
  scope: string
  is_default?: boolean
}

/** Step 2 for every provider but Okta: made in the embedded one, looked for in any other. */
export async function ensureProviderScope(
  context: StepContext<Inputs>,
  { embeddedIdp, wire }: Pick<Rooms, 'embeddedIdp' | 'wire'>,
): Promise<StepOutput<'scope'>> {
  const { run, inputs } = context
  const { claims, label } = getDriver(run.provider)
  const id = EMBEDDED_DIALECTS[run.provider]
  const isEmbedded = run.target === 'embedded' && id !== undefined
  if (isEmbedded)
    await (await embeddedIdp.openDialect(id)).saveScope(inputs.scope, inputs.is_default ?? false)
  const { scopes_supported: listed } = await discover(
    wire,
    context.call('registrar', 'idp', 'Read scopes'),
    context.require('idp_host'),
  )
  const isListed = listed?.includes(inputs.scope) === true
  return {
    products: { scope: inputs.scope, ...(isEmbedded && { made_scope: inputs.scope }) },
    result: {
      summary: isEmbedded
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
          text: 'The metadata lists the scope',
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
