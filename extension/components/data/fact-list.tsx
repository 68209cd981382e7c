import type { VNode } from 'preact'
import type { Fact } from '#shared/contract/run.ts'
import { CopyButton } from '../actions/copy-button.tsx'
import { JwtView } from './jwt-view.tsx'
import { SafeLink } from './safe-link.tsx'
import { Secret } from './secret.tsx'
import { useTools } from '../actions/tools.ts'
import { findJwt } from '../../lib/jwt.ts'
import { formatMoment } from '../../lib/time-words.ts'
import styles from './fact-list.module.css'

export interface FactListProps {
  facts: readonly Fact[]
  /** True right after the step passed: its secrets show once. */
  isFresh?: boolean
  /** The clock for relative times; the machine's clock when left out. */
  nowMs?: number
}

/** The facts that a step found, each with a copy button. */
export function FactList({ facts, isFresh = false, nowMs = Date.now() }: FactListProps): VNode {
  return (
    <dl class={styles['list']}>
      {facts.map((fact) => (
        <div key={fact.id} class={styles['row']} data-kind={fact.kind}>
          <dt>{fact.label}</dt>
          <dd>
            <FactValue fact={fact} isFresh={isFresh} nowMs={nowMs} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface FactValueProps {
  fact: Fact
  isFresh: boolean
  nowMs: number
}

function FactValue({ fact, isFresh, nowMs }: FactValueProps): VNode {
  const { kind, label, value, secret } = fact
  if (kind === 'secret')
    return <Secret name={label} mask={value} secret={secret} isFresh={isFresh} />
  if (kind === 'jwt') return <JwtFact fact={fact} />
  return (
    <>
      {kind === 'url' ? (
        <SafeLink href={value}>{value}</SafeLink>
      ) : (
        <FactText kind={kind} label={label} value={value} nowMs={nowMs} />
      )}
      <CopyButton name={label} text={value} />
    </>
  )
}

type FactTextProps = Pick<Fact, 'kind' | 'label' | 'value'> & { nowMs: number }

function FactText({ kind, label, value, nowMs }: FactTextProps): VNode {
  if (kind === 'json')
    return (
      <pre tabIndex={0} aria-label={label}>
        {value}
      </pre>
    )
  if (kind === 'time') return <time dateTime={value}>{formatMoment(Date.parse(value), nowMs)}</time>
  return kind === 'code' ? <code>{value}</code> : <span>{value}</span>
}

function JwtFact({ fact: { label, value, secret } }: { fact: Fact }): VNode {
  const tools = useTools()
  const jwt = findJwt(value)
  const text = secret === undefined ? value : () => tools.reveal(secret)
  return (
    <>
      <div class={styles['jwt']}>
        {jwt ? <JwtView jwt={jwt} nowMs={Date.now()} /> : <code>{value}</code>}
      </div>
      <CopyButton name={label} text={text} />
    </>
  )
}
