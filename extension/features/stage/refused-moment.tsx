import type { VNode } from 'preact'
import type { Verdict, VerdictCheck } from '#shared/contract/verdict.ts'
import { Icon } from '../../components/layout/icon.tsx'
import { cutText, loseMiddle } from './message-lines.ts'
import { readUnlikePair, type UnlikePair } from './read-refusal.ts'
import type { StageStore } from './stage-store.ts'
import styles from './stage.module.css'

/** A refusal: the failed check is the loudest thing in the room, its evidence stands side by side. */
export function RefusedMoment({ store }: { store: StageStore }): VNode | null {
  const verdict = store.verdict.value
  const failed = verdict?.checks.find(({ state }) => state === 'failed')
  if (!verdict || !failed) return null
  const exchange = store.exchange.value
  const unlike = exchange && readUnlikePair(verdict, exchange)
  const [cause] = failed.causes
  return (
    <section class={styles['leaf']} aria-label="Why the gateway refused">
      <Beads verdict={verdict} failed={failed} />
      {unlike ? (
        <Unlike {...unlike} />
      ) : (
        <div class={styles['pane']} data-tone="bad">
          <p class={styles['summary']}>{cutText(failed.reason ?? failed.title, 200)}</p>
        </div>
      )}
      {cause && (
        <p>
          <b>Likely:</b> {cutText(cause.text, 110)}
          {cause.fix && (
            <>
              {' '}
              <b>Fix it:</b> {cause.fix.label}.
            </>
          )}
        </p>
      )}
      {verdict.error !== undefined && (
        <p class={styles['quiet']}>The caller saw: “{loseMiddle(verdict.error, 58)}”</p>
      )}
    </section>
  )
}

function Unlike({ left, right, sign }: UnlikePair): VNode {
  return (
    <div class={styles['unlike']} data-signed={sign !== '' || undefined}>
      <Evidence {...left} />
      {sign !== '' && (
        <p role="img" aria-label={sign === '<' ? 'is before' : 'is not'}>
          {sign}
        </p>
      )}
      <Evidence {...right} isBad />
    </div>
  )
}

function Beads({ verdict, failed }: { verdict: Verdict; failed: VerdictCheck }): VNode {
  const number = verdict.checks.indexOf(failed) + 1
  const rest = verdict.checks.length - number
  const label = `${number - 1} of ${verdict.checks.length} checks passed, check ${number} failed, ${rest} were not reached`
  return (
    <ol class={styles['beads']} aria-label={label}>
      {verdict.checks.map(({ id, state, title }, index) => (
        <li key={id} data-state={state}>
          <Icon name={state === 'passed' ? 'check' : state === 'failed' ? 'cross' : 'dash'} />
          {state === 'failed' && `${index + 1} · ${title}`}
        </li>
      ))}
    </ol>
  )
}

function Evidence({
  label,
  value,
  isBad = false,
}: {
  label: string
  value: string
  isBad?: boolean
}): VNode {
  return (
    <div class={styles['pane']} data-tone={isBad ? 'bad' : undefined}>
      <h2>{label}</h2>
      <p>
        <code>{value}</code>
      </p>
    </div>
  )
}
