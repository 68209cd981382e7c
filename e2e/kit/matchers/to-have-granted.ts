import { Client } from '../fixtures/client.ts'
import { isEqual } from './is-equal.ts'
import {
  judge,
  type MatcherContext,
  type MatcherResult,
  misuse,
  nameKind,
  print,
} from './matcher.ts'

/**
 * Whether the provider granted this value for a member of the metadata; without a value, whether the
 * member was granted at all.
 *
 * @param received - A client, as `client.register` and `journey.walk` return it.
 */
export function toHaveGranted(
  context: MatcherContext,
  received: unknown,
  ...[member, value]: [member: string, value?: unknown]
): MatcherResult {
  const hasValue = value !== undefined
  const matcher = `toHaveGranted(${print(member)}${hasValue ? `, ${print(value)}` : ''})`
  const expected = hasValue ? `${member}: ${print(value)}` : member
  if (!(received instanceof Client))
    return misuse(context, {
      matcher,
      expected,
      received: nameKind(received),
      hint: 'Await client.register or journey.walk, and hand over the client.',
    })
  const { granted: all, details } = received
  const granted = all[member]
  const pass = hasValue ? isEqual(granted, value) : granted !== undefined
  const compared = details.comparison?.find(({ name }) => name === member)
  return judge(context, pass, {
    matcher,
    expected,
    received: granted === undefined ? `no ${member}` : `${member}: ${print(granted)}`,
    hint: compared && describe(compared),
  })
}

function describe({
  state,
  asked,
  effect,
}: NonNullable<Client['details']['comparison']>[number]): string {
  const words = {
    same: 'It was granted as it was asked.',
    added: 'It was granted without being asked for.',
    dropped: `Asked for ${print(asked)}; the provider dropped it.`,
    changed: `Asked for ${print(asked)}; the provider changed it.`,
    unsaid: `Asked for ${print(asked)}.`,
  }
  return [words[state], effect].filter(Boolean).join(' ')
}
