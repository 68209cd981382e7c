import type { Flow } from '#shared/contract/token.ts'
import { authorize, needPerson, startAuthorization } from '../mcp-authorization.ts'
import type { Rooms } from '../rooms.ts'
import type { StepContext } from '../step-context.ts'
import { code, defineStep, type StepOutput, text } from '../step-runner.ts'

interface Inputs {
  grant: 'authorization_code' | 'client_credentials'
}

/** Which flow was started for which client and scope: another one needs another flow. */
interface KeptFlow {
  id: string
  registration: string
  scope: string
}

export const runner = defineStep({
  id: 'mcp-authorize',
  uses: ['addresses', 'http', 'tokens'],
  suggest: () => ({ grant: 'authorization_code' as const }),
  async run(context: StepContext<Inputs>, rooms): Promise<StepOutput<'mcp-authorize'>> {
    if (context.inputs.grant === 'client_credentials') return WITHOUT_A_PERSON
    const registration = context.require('registration_id')
    const scope = context.require('mcp_scope')
    const waiting = findWaiting(context, rooms, { registration, scope })
    const flow = waiting ?? (await startAuthorization(context, rooms, { scope, step: 'mcp-token' }))
    const products = { mcp_flow: JSON.stringify({ id: flow.id, registration, scope }) }
    if (flow.state === 'done') return { products, result: describe(flow, 'a browser') }
    // A person was sent to it already, or has to be.
    const answer = waiting ? undefined : await authorize(context, rooms, flow)
    if (!answer)
      return {
        products,
        result: { summary: 'A person is asked.', facts: [], checks: [] },
        problem: needPerson(flow),
      }
    return {
      products: { ...products, mcp_answer: context.seal('mcp_answer', answer.href) },
      result: describe(flow, 'no browser', answer.searchParams.get('iss') ?? undefined),
    }
  },
})

const WITHOUT_A_PERSON: StepOutput<'mcp-authorize'> = {
  products: { mcp_flow: '' },
  result: {
    summary: 'No person takes part in client credentials; there is nothing to authorize.',
    facts: [text('authorized', 'Grant', 'client_credentials')],
    checks: [],
  },
}

/** A flow that was started for this client and scope and has not failed. */
function findWaiting(
  context: StepContext<Inputs>,
  { tokens }: Pick<Rooms, 'tokens'>,
  wanted: Omit<KeptFlow, 'id'>,
): Flow | undefined {
  const kept = context.products.mcp_flow ?? ''
  if (kept === '' || context.open('mcp_answer') !== undefined) return undefined
  const { id, registration, scope } = JSON.parse(kept) as KeptFlow
  if (registration !== wanted.registration || scope !== wanted.scope) return undefined
  try {
    const flow = tokens.getFlow(id)
    return flow.state === 'failed' ? undefined : flow
  } catch {
    // The companion was started anew since.
    return undefined
  }
}

function describe(flow: Flow, how: string, iss?: string) {
  const asked = new URL(flow.url).searchParams
  return {
    summary: `The client was let in, with ${how}.`,
    facts: [
      code('authorized', 'Flow', flow.id),
      code('scope_asked', 'Scope asked', asked.get('scope') ?? 'none'),
      code('resource_asked', 'Resource asked', asked.get('resource') ?? 'none'),
      code('pkce', 'PKCE', asked.get('code_challenge_method') ?? 'none'),
      ...(iss === undefined ? [] : [code('iss', 'iss of the answer', iss)]),
    ],
    checks: [],
  }
}
