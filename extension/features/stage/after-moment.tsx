import type { VNode } from 'preact'
import type { Exchange } from '#shared/contract/exchange.ts'
import type { Fact } from '#shared/contract/run.ts'
import {
  cutText,
  loseMiddle,
  type PaneLine,
  type PaneLines,
  readAnswerLines,
  readRefusal,
  readRequestLines,
} from './message-lines.ts'
import type { StageStore } from './stage-store.ts'
import styles from './stage.module.css'

const PATH_CHARACTERS = 19

/** The pair of the current arrow: what was sent, and what came back. */
export function AfterMoment({ store }: { store: StageStore }): VNode {
  const exchange = store.exchange.value
  if (!exchange) return <FactsPane store={store} />
  const { status, word, tone } = describeAnswer(exchange)
  const refusal = readRefusal(exchange)
  return (
    <div class={styles['panes']}>
      <section class={styles['pane']} aria-label="Request">
        <h2>
          <span>Request</span>
          <span>
            <strong>{exchange.request.method}</strong> {shortenPath(exchange.request.url)}
          </span>
        </h2>
        <Lines {...readRequestLines(exchange)} />
      </section>
      <section class={styles['pane']} data-tone={tone} aria-label="Answer">
        <h2>
          <span>Answer</span>
          <strong>
            {status} {word}
          </strong>
        </h2>
        <Lines {...readAnswerLines(exchange)} />
        {refusal !== undefined && <p class={styles['summary']}>{refusal}</p>}
      </section>
    </div>
  )
}

/** A step that sent nothing shows what it made. */
function FactsPane({ store }: { store: StageStore }): VNode {
  const { facts, outcome } = store.state.value
  return (
    <div class={styles['panes']} data-single>
      <section
        class={styles['pane']}
        data-tone={outcome?.isDone ? 'ok' : 'bad'}
        aria-label="Result"
      >
        <h2>
          <span>Nothing went over the wire</span>
        </h2>
        {outcome && <p class={styles['summary']}>{cutText(outcome.text, 140)}</p>}
        <Lines {...listFacts(facts)} isWide />
      </section>
    </div>
  )
}

function Lines({ lines, more, isWide = false }: PaneLines & { isWide?: boolean }): VNode {
  return (
    <>
      <dl class={styles['lines']} data-wide={isWide || undefined}>
        {lines.map((line, index) => (
          <Line key={index} line={line} />
        ))}
      </dl>
      {lines.length === 0 && <p class={styles['quiet']}>No body</p>}
      {more > 0 && <p class={styles['quiet']}>{more} more</p>}
    </>
  )
}

function Line({ line }: { line: PaneLine }): VNode {
  const { name, value, mark, isSame } = line
  return (
    <div>
      <dt>{name}</dt>
      <dd data-same={isSame || undefined}>{mark ? <mark title={mark}>{value}</mark> : value}</dd>
    </div>
  )
}

const FACT_LINES = 4

/** Long texts such as definitions are left out: no one reads them from three metres. */
function listFacts(facts: readonly Fact[]): PaneLines {
  const short = facts.filter(({ kind, value }) => kind !== 'json' && value.length < 120)
  return {
    more: Math.max(0, short.length - FACT_LINES),
    lines: short
      .slice(0, FACT_LINES)
      .map(({ label, value }) => ({ name: loseMiddle(label, 24), value: loseMiddle(value, 42) })),
  }
}

function describeAnswer({ response, label }: Exchange) {
  const status = response?.status
  if (status === undefined) return { status: '', word: 'No answer', tone: 'bad' }
  if (status >= 400) return { status, word: status >= 500 ? 'Failed' : 'Refused', tone: 'bad' }
  if (status === 201) return { status, word: 'Created', tone: 'ok' }
  return { status, word: label === 'Get token' ? 'A token' : 'OK', tone: 'ok' }
}

function shortenPath(url: string): string {
  return loseMiddle(new URL(url).pathname, PATH_CHARACTERS)
}
