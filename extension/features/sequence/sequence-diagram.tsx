import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { type Lane, LANES } from '#shared/contract/exchange.ts'
import { LANE_LETTERS, LANE_NAMES } from '../../components/feedback/lane-chip.tsx'
import type { Arrow } from './arrow.ts'
import styles from './sequence-diagram.module.css'
import { windowAround } from './window-around.ts'

export interface SequenceDiagramProps {
  arrows: readonly Arrow[]
  /** The arrow that is talked about; -1 for none. */
  current: number
  /** Arrows on screen at once. */
  size?: number
  /** Keeps its height from dotted to drawn: at least so many rows. */
  minimum?: number
  /** Lanes that speak although no arrow of theirs is on screen. */
  speaking?: readonly Lane[]
}

/** An arrow that is older than this appears at once when it comes back into the window. */
const NEW_FOR_MS = 4000

/** Who said what to whom, on the lanes; requests are solid, answers dashed, what is expected dotted. */
export function SequenceDiagram(props: SequenceDiagramProps): VNode {
  const { arrows, current, size = 5, minimum = 0, speaking = [] } = props
  const { shown, before, behind } = windowAround(arrows, current, size)
  const speakers = new Set([...speaking, ...arrows.flatMap(({ from, to }) => [from, to])])
  const findDelay = useArrival(arrows)
  const rows = Math.max(minimum, shown.length)
  return (
    <section class={styles['diagram']} aria-label="Who talks to whom">
      <ul class={styles['lanes']}>
        {LANES.map((lane) => (
          <li key={lane} data-lane={lane} data-speaks={speakers.has(lane) || undefined}>
            <span class={styles['lane']}>
              <i aria-hidden="true">{LANE_LETTERS[lane]}</i>
              {LANE_NAMES[lane]}
            </span>
          </li>
        ))}
      </ul>
      <ol class={styles['arrows']} style={{ '--rows': rows }} aria-label="Messages">
        {shown.map((arrow, index) => (
          <ArrowItem
            key={arrow.key}
            arrow={arrow}
            row={index + 1}
            isCurrent={before + index === current}
            delay={findDelay(arrow.key)}
          />
        ))}
      </ol>
      {before + behind > 0 && (
        <p class={styles['more']}>
          {before > 0 && `${before} before`}
          {before > 0 && behind > 0 && ', '}
          {behind > 0 && `${behind} more`}
        </p>
      )}
    </section>
  )
}

interface ArrowItemProps {
  arrow: Arrow
  row: number
  isCurrent: boolean
  delay: number | undefined
}

function ArrowItem({ arrow, row, isCurrent, delay }: ArrowItemProps): VNode {
  const { from, to, kind, status, label, isRefused, spoken } = arrow
  const [start, end] = [LANES.indexOf(from) + 1, LANES.indexOf(to) + 1]
  const isGhost = arrow.exchange === undefined
  return (
    <li
      data-lane={from}
      data-left={end < start || undefined}
      data-answer={kind === 'answer' || undefined}
      data-now={isCurrent || undefined}
      data-ghost={isGhost || undefined}
      data-still={delay === undefined || undefined}
      data-tone={isRefused ? 'bad' : undefined}
      aria-current={isCurrent ? 'step' : undefined}
      style={{
        '--n': row,
        '--from': Math.min(start, end),
        '--to': Math.max(start, end),
        '--delay': delay ?? 0,
      }}
    >
      <span class={styles['spoken']}>{isGhost ? `Expected: ${spoken}` : spoken}</span>
      {!isGhost && (
        <span class={styles['label']} aria-hidden="true">
          {status !== undefined && (
            <span class={styles['pill']} data-tone={isRefused ? 'bad' : 'ok'}>
              {status}
            </span>
          )}
          {label}
        </span>
      )}
    </li>
  )
}

/** Arrows that arrive together are drawn one after the other; an arrow that was there does not move. */
function useArrival(arrows: readonly Arrow[]): (key: string) => number | undefined {
  const known = useRef(new Map<string, { order: number; atMs: number }>()).current
  const nowMs = Date.now()
  let order = 0
  for (const { key } of arrows) {
    if (known.has(key)) continue
    known.set(key, { order, atMs: nowMs })
    order += 1
  }
  return (key) => {
    const arrival = known.get(key)
    if (!arrival || nowMs - arrival.atMs > NEW_FOR_MS) return undefined
    return arrival.order
  }
}
