import type { VNode } from 'preact'
import type { Verdict, VerdictCheck } from '#shared/contract/verdict.ts'
import { LABELS } from '#shared/messages/en/gateway/labels.ts'
import { CheckItem, CheckList } from '../../components/data/check-list.tsx'
import { Disclosure } from '../../components/layout/disclosure.tsx'
import { ExamineButton } from '../../components/actions/examine-button.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { FixButtons, type OnFix } from '../../components/actions/fix-buttons.tsx'
import { SendAgainButton } from '../../components/actions/send-again-button.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import { StatusPill } from '../../components/feedback/status-pill.tsx'
import styles from './verdict-view.module.css'

export interface VerdictViewProps {
  verdict: Verdict
  onFix: OnFix
}

/** What the gateway decided, check by check, with the reasons that its answer hides. */
export function VerdictView({ verdict, onFix }: VerdictViewProps): VNode {
  const reached = verdict.checks.filter((check) => check.state !== 'not_reached')
  const unreached = verdict.checks.filter((check) => check.state === 'not_reached')
  const passed = reached.filter((check) => check.state === 'passed').length
  const summary = (
    <span class={styles['summary']}>
      <strong>The gateway’s checks</strong>
      <span>
        {passed} of {verdict.checks.length} passed
      </span>
      <StatusPill status={verdict.status} />
    </span>
  )
  return (
    <Disclosure summary={summary} isOpen>
      {verdict.error !== undefined && (
        <p>
          The caller saw: <code>{verdict.error}</code>
        </p>
      )}
      <Buttons>
        {(!verdict.is_allowed || verdict.status >= 400) && (
          <ExamineButton from={{ verdict: verdict.id }} />
        )}
        <SendAgainButton from={{ verdict: verdict.id }} />
      </Buttons>
      <VerdictChecks label="Checks of the gateway" checks={reached} onFix={onFix} />
      {unreached.length > 0 && (
        <Disclosure summary={`${unreached.length} further checks were not reached`}>
          <VerdictChecks label="Checks not reached" checks={unreached} onFix={onFix} />
        </Disclosure>
      )}
    </Disclosure>
  )
}

interface VerdictChecksProps {
  label: string
  checks: readonly VerdictCheck[]
  onFix: OnFix
}

function VerdictChecks({ label, checks, onFix }: VerdictChecksProps): VNode {
  return (
    <CheckList label={label}>
      {checks.map((check) => (
        <CheckItem key={check.id} state={isOtherAtTyk(check) ? 'warned' : check.state}>
          <VerdictCheckText check={check} onFix={onFix} />
        </CheckItem>
      ))}
    </CheckList>
  )
}

/** It passes here and would not at Tyk: no tick stands beside that. */
function isOtherAtTyk({ state, evidence }: VerdictCheck): boolean {
  return state === 'passed' && evidence.some(({ label }) => label === LABELS.atTyk)
}

function VerdictCheckText(props: { check: VerdictCheck; onFix: OnFix }): VNode {
  const { check, onFix } = props
  const isFailed = check.state === 'failed'
  return (
    <div class={styles['check']}>
      <span>{isFailed ? <strong>{check.title}</strong> : check.title}</span>
      {check.reason !== undefined && <p>{check.reason}</p>}
      {check.evidence.length > 0 && (
        <ul class={styles['evidence']} aria-label={`Evidence: ${check.title}`}>
          {check.evidence.map(({ label, value }, index) => (
            <li key={index}>
              {label}: <code>{value}</code>
            </li>
          ))}
        </ul>
      )}
      {isFailed && <Causes check={check} onFix={onFix} />}
    </div>
  )
}

function Causes({ check, onFix }: { check: VerdictCheck; onFix: OnFix }): VNode {
  return (
    <>
      {check.causes.length > 0 && <h3>Likely causes</h3>}
      <ol class={styles['causes']}>
        {check.causes.map((cause, index) => (
          <li key={index}>
            {cause.text}
            <FixButtons fixes={cause.fix ? [cause.fix] : []} onFix={onFix} />
          </li>
        ))}
      </ol>
      <p>
        <SafeLink href={check.reference.href}>{check.reference.text}</SafeLink>
      </p>
    </>
  )
}
