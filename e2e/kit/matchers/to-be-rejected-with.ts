import { GatewayAnswer } from '../fixtures/gateway.ts'
import { Rejection } from '../lab/rejection.ts'
import { describeVerdict } from './describe-verdict.ts'
import { judge, type MatcherContext, type MatcherResult, misuse } from './matcher.ts'

/**
 * Whether a registration, a token request, a step or a call was refused with this code: the provider's
 * own (`invalid_redirect_uri`, `E0000001`), the lab's (`PROVIDER_REJECTED`), or a verdict's.
 *
 * @param received - The promise of the action, its error, or an answer of the gateway.
 */
export async function toBeRejectedWith(
  context: MatcherContext,
  received: unknown,
  code: string,
): Promise<MatcherResult> {
  const matcher = `toBeRejectedWith(${JSON.stringify(code)})`
  const expected = code
  const outcome = await settle(received)
  if (outcome instanceof GatewayAnswer) {
    const failed = outcome.verdict?.checks.find(({ state }) => state === 'failed')
    const codes = failed?.code === undefined ? [] : [failed.code]
    const { text, hint } = describeVerdict(outcome)
    return judge(context, codes.includes(code), { matcher, expected, received: text, hint })
  }
  if (!(outcome instanceof Rejection))
    return misuse(context, {
      matcher,
      expected,
      received: outcome instanceof Error ? outcome.message : 'nothing was refused',
      hint: 'Hand over the promise of the action, without await: expect(client.register(…)).',
    })
  const { codes, reason, status, hint } = outcome
  const ending = status === undefined ? '' : ` with status ${status}`
  return judge(context, codes.includes(code), {
    matcher,
    expected,
    received: `${codes.join(', ') || 'no code'}${ending}: ${reason}`,
    hint,
  })
}

async function settle(received: unknown): Promise<unknown> {
  try {
    return await (typeof received === 'function' ? (received as () => unknown)() : received)
  } catch (error) {
    return error
  }
}
