import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { Token } from '#shared/contract/token.ts'
import { Button } from '../../components/actions/button.tsx'
import { ConfirmDialog } from '../../components/actions/confirm-dialog.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Section } from '../../components/layout/section.tsx'
import { useTools } from '../../components/actions/tools.ts'
import { useAction } from '../../components/actions/use-action.ts'
import { ValueTable } from '../../components/data/value-table.tsx'
import type { TokensStore } from './tokens-store.ts'

export interface AskSectionProps {
  store: TokensStore
  token: Token
}

/** What the provider says of the token, and how to end it there. */
export function AskSection({ store, token }: AskSectionProps): VNode {
  const answer = useSignal<Record<string, unknown> | undefined>(undefined)
  const isAsking = useSignal(false)
  const introspection = useAction()
  const revocation = useAction()
  const { announce } = useTools()
  const introspect = async (): Promise<void> => {
    answer.value = undefined
    revocation.forget()
    answer.value = await store.introspect(token.id)
  }
  const revoke = async (): Promise<void> => {
    answer.value = undefined
    introspection.forget()
    await store.revoke(token.id)
    announce('The token is revoked at the provider.')
  }
  return (
    <Section title="At the provider">
      {token.revoked_at !== undefined && (
        <Notice tone="warn" title="Revoked at the provider">
          <p>
            A gateway that only checks signatures accepts a revoked JWT until it expires: only
            introspection shows the revocation.
          </p>
        </Notice>
      )}
      <Buttons>
        <Button isBusy={introspection.isBusy.value} onClick={() => introspection.run(introspect)}>
          Introspect
        </Button>
        {token.revoked_at === undefined && (
          <Button
            icon="cross"
            isBusy={revocation.isBusy.value}
            onClick={() => (isAsking.value = true)}
          >
            Revoke
          </Button>
        )}
      </Buttons>
      {[introspection, revocation].map(
        ({ problem }, index) =>
          problem.value && <ProblemNotice key={index} problem={problem.value} />,
      )}
      {answer.value && <Answer answer={answer.value} />}
      <RevokeDialog
        token={token}
        isOpen={isAsking.value}
        onClose={() => (isAsking.value = false)}
        onConfirm={() => revocation.run(revoke)}
      />
    </Section>
  )
}

interface RevokeDialogProps {
  token: Token
  isOpen: boolean
  onClose: () => void
  onConfirm: () => void
}

function RevokeDialog({ token, ...props }: RevokeDialogProps): VNode {
  return (
    <ConfirmDialog {...props} title="Revoke this token?" confirmLabel="Revoke token">
      <p>
        {token.has_refresh_token
          ? 'Its refresh token is revoked, and with it what came of it. That cannot be taken back.'
          : 'It cannot be used again where the provider is asked. That cannot be taken back.'}
      </p>
    </ConfirmDialog>
  )
}

function Answer({ answer }: { answer: Record<string, unknown> }): VNode {
  const isActive = answer['active'] === true
  return (
    <>
      <div role="status">
        <Notice
          tone={isActive ? 'ok' : 'warn'}
          title={isActive ? 'The provider says: active' : 'The provider says: not active'}
        />
      </div>
      <ValueTable
        caption="Introspection (RFC 7662)"
        rows={Object.entries(answer).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ])}
      />
    </>
  )
}
