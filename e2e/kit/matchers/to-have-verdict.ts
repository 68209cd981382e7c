import { CHECK_IDS, type CheckId } from '#shared/contract/verdict-names.ts'
import { GatewayAnswer } from '../fixtures/gateway.ts'
import { describeVerdict } from './describe-verdict.ts'
import { judge, type MatcherContext, type MatcherResult, misuse, nameKind } from './matcher.ts'

/** How the gateway decided: it let the call pass, or not; or the check that failed. */
export type ExpectedVerdict = 'allowed' | 'refused' | CheckId

/** Whether the gateway decided so. @param received - An answer of the gateway. */
export function toHaveVerdict(
  context: MatcherContext,
  received: unknown,
  expected: ExpectedVerdict,
): MatcherResult {
  const matcher = `toHaveVerdict(${JSON.stringify(expected)})`
  if (!(received instanceof GatewayAnswer) || !received.verdict)
    return misuse(context, {
      matcher,
      expected,
      received:
        received instanceof GatewayAnswer ? describeVerdict(received).text : nameKind(received),
      hint: 'An answer of gateway.fetch, or of a journey, carries a verdict once it is awaited.',
    })
  if (!isExpected(expected))
    return misuse(context, {
      matcher,
      expected: `allowed, refused, or a check: ${CHECK_IDS.join(', ')}`,
      received: expected,
    })
  const { checks, is_allowed } = received.verdict
  const failed = checks.find(({ state }) => state === 'failed')?.id
  const outcome = is_allowed ? 'allowed' : 'refused'
  const { text, hint } = describeVerdict(received)
  return judge(context, expected === outcome || expected === failed, {
    matcher,
    expected,
    received: text,
    hint,
  })
}

function isExpected(text: string): boolean {
  return text === 'allowed' || text === 'refused' || (CHECK_IDS as readonly string[]).includes(text)
}
