import type { VNode } from 'preact'
import type { Token } from '#shared/contract/token.ts'
import { Row, RowLine, type RowProps } from '../../components/data/row-list.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import { formatAge } from '../../lib/time-words.ts'
import { describeLife, GRANT_WORDS } from './token-words.ts'

export interface TokenRowProps extends Omit<RowProps, 'children'> {
  token: Token
  clientName: string
  /** On the lab's clock, on which tokens are dated. */
  nowMs: number
}

/** One token: whose it is, how it was got, for how long it holds. */
export function TokenRow({ token, clientName, nowMs, ...props }: TokenRowProps): VNode {
  const { tone, text } = describeLife(token, nowMs)
  return (
    <Row {...props}>
      <RowLine>
        <strong>{clientName}</strong>
        <StateChip tone={tone}>{text}</StateChip>
      </RowLine>
      <RowLine>
        <span>
          {GRANT_WORDS[token.grant].label} · <code>{token.scope ?? 'no scope told'}</code>
        </span>
        <time dateTime={token.obtained_at}>{formatAge(Date.parse(token.obtained_at), nowMs)}</time>
      </RowLine>
    </Row>
  )
}
