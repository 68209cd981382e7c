import type { VNode } from 'preact'
import type { Exchange } from '#shared/contract/exchange.ts'
import { ExamineButton } from '../../components/actions/examine-button.tsx'
import { SendAgainButton } from '../../components/actions/send-again-button.tsx'
import { Icon } from '../../components/layout/icon.tsx'
import { LaneChip } from '../../components/feedback/lane-chip.tsx'
import { StatusPill } from '../../components/feedback/status-pill.tsx'
import { formatDuration } from '../../lib/time-words.ts'
import { CurlBlock } from './curl-block.tsx'
import styles from './exchange-card.module.css'
import { MessageView } from './message-view.tsx'

/** One exchange: a line of who, what and how it went; open, both messages in full. */
export function ExchangeCard({ exchange }: { exchange: Exchange }): VNode {
  const { request, response } = exchange
  return (
    <details class={styles['card']} id={`exchange-${exchange.id}`}>
      <summary>
        <ExchangeLine exchange={exchange} />
      </summary>
      <div class={styles['body']}>
        <p class={styles['url']}>
          {request.method} {request.url}
        </p>
        <MessageView title="Request" message={request} />
        {response ? (
          <MessageView title="Response" message={response} />
        ) : (
          <p class={styles['failure']}>{exchange.failure ?? 'No answer came.'}</p>
        )}
        {isFailed(exchange) && <ExamineButton from={{ exchange: exchange.id }} />}
        <SendAgainButton from={{ exchange: exchange.id }} />
        <CurlBlock exchange={exchange} />
      </div>
    </details>
  )
}

function isFailed({ response }: Exchange): boolean {
  return response === undefined || response.status >= 400
}

function ExchangeLine({ exchange }: { exchange: Exchange }): VNode {
  const { request, response } = exchange
  return (
    <>
      <span class={styles['who']}>
        <LaneChip lane={exchange.from} />
        <Icon name="arrow" />
        <LaneChip lane={exchange.to} />
        <span class={styles['time']}>{formatDuration(exchange.duration_ms)}</span>
      </span>
      <span class={styles['what']}>
        <code>
          <b>{request.method}</b> {readPath(request.url)}
        </code>
        <StatusPill status={response?.status} />
      </span>
      <span class={styles['label']}>{exchange.label}</span>
    </>
  )
}

function readPath(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}
