import type { Registration } from '#shared/contract/registration.ts'
import type { TokenChoice } from '#shared/contract/replay/replay-request.ts'
import type { Token } from '#shared/contract/token.ts'

export interface TokenOption {
  id: string
  label: string
  choice: TokenChoice
}

export interface TokenSurroundings {
  /** The choice that the request came with. */
  original: TokenChoice
  tokens: readonly Token[]
  clients: readonly Registration[]
  /** The kept token that altered ones are made from. */
  base: string | undefined
}

/** The choices in words, in the order in which they are offered; those that nothing can serve are left out. */
export function listTokenOptions(around: TokenSurroundings): TokenOption[] {
  const { original, base, clients } = around
  const client = findClient(around)
  return [
    ...(original.kind === 'none' ? [] : [{ id: 'original', label: 'As it was', choice: original }]),
    { id: 'none', label: 'None', choice: { kind: 'none' } },
    ...(base === undefined ? [] : listAltered(base)),
    ...(client === undefined
      ? []
      : [
          {
            id: 'fresh',
            label: 'A new one',
            choice: { kind: 'fresh', client, scope: '', audience: '' },
          } as const,
        ]),
    ...(clients.length < 2 || base === undefined
      ? []
      : [
          {
            id: 'other_client',
            label: 'Another client’s',
            choice: { kind: 'other_client', token: base },
          } as const,
        ]),
    { id: 'basic', label: 'User and password', choice: EMPTY_BASIC },
    { id: 'secret', label: 'Paste one', choice: EMPTY_SECRET },
  ]
}

const EMPTY_BASIC: TokenChoice = { kind: 'basic', username: '', password: '' }
const EMPTY_SECRET: TokenChoice = { kind: 'secret', secret: '', scheme: 'Bearer' }

function listAltered(token: string): TokenOption[] {
  return [
    { id: 'kept', label: 'A kept one', choice: { kind: 'kept', token } },
    { id: 'expired', label: 'Expired', choice: { kind: 'expired', token } },
    {
      id: 'other_audience',
      label: 'For another audience',
      choice: { kind: 'other_audience', token, audience: 'api://another-api' },
    },
    {
      id: 'broken_signature',
      label: 'Broken signature',
      choice: { kind: 'broken_signature', token },
    },
  ]
}

/** The option that a choice belongs to. */
export function findOption(options: readonly TokenOption[], choice: TokenChoice): string {
  const same = options.find((option) => JSON.stringify(option.choice) === JSON.stringify(choice))
  return same?.id ?? choice.kind
}

/** The kept token of a choice, else of the request as it came, else the newest. */
export function findBase(
  choice: TokenChoice,
  original: TokenChoice,
  tokens: readonly Token[],
): string | undefined {
  for (const one of [choice, original]) if ('token' in one) return one.token
  return tokens[0]?.id
}

function findClient({ base, tokens, clients }: TokenSurroundings): string | undefined {
  return tokens.find(({ id }) => id === base)?.registration ?? clients[0]?.id
}
