import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Flow } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { CopyButton } from '../../components/actions/copy-button.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { SafeLink } from '../../components/data/safe-link.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { GRANT_WORDS } from './token-words.ts'
import type { TokensStore } from './tokens-store.ts'
import styles from './tokens.module.css'

const LOOK_MS = 1000

export interface FlowSectionProps {
  store: TokensStore
  flow: Flow
}

/** The person's part of a grant: where to go, with which code, and how it stands. */
export function FlowSection({ store, flow }: FlowSectionProps): VNode {
  const action = useAction()
  const { id, state, url, user_code, failure } = flow
  useEffect(() => {
    if (state !== 'waiting') return undefined
    const timer = setInterval(() => action.run(store.lookAtFlow), LOOK_MS)
    return () => clearInterval(timer)
  }, [id, state])
  return (
    <Section title={GRANT_WORDS[flow.grant].label}>
      {state === 'waiting' ? (
        <div role="status" class={styles['flow']}>
          <p>
            <SafeLink href={url}>Sign in at the provider</SafeLink>
          </p>
          {user_code !== undefined && (
            <p class={styles['code']}>
              Code to type there: <code>{user_code}</code>
              <CopyButton name="user code" text={user_code} />
            </p>
          )}
          <p class={styles['quiet']}>Waiting for you there. The token appears by itself.</p>
        </div>
      ) : (
        <Notice tone="bad" title="No token came" isUrgent>
          <p>{failure ?? 'The provider said no.'}</p>
        </Notice>
      )}
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <Buttons>
        <Button onClick={store.dropFlow}>{state === 'waiting' ? 'Stop waiting' : 'Dismiss'}</Button>
      </Buttons>
    </Section>
  )
}
