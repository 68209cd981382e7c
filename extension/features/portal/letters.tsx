import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { CopyButton } from '../../components/actions/copy-button.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { useLostFocus } from '../../components/forms/use-lost-focus.ts'
import type { LettersStore } from './letters-store.ts'

/** What the portal would have sent by e-mail: nothing leaves the machine, so it stands here. */
export function Letters({ store }: { store: LettersStore }): VNode {
  const count = store.letters.value.length
  useLostFocus(count, () => document.querySelector<HTMLElement>('main [tabindex="-1"]'))
  return (
    <>
      {store.letters.value.map(({ id, to, subject, code, ends_at }) => (
        <Notice key={id} tone="info" title={`Message of the portal to ${to}`}>
          <p>
            {subject}: <code>{code}</code> <CopyButton name="code" text={code} />
          </p>
          <p>
            It works once, until <time dateTime={ends_at}>{formatTime(ends_at)}</time>.{' '}
            <Button look="quiet" onClick={() => store.dismiss(id)}>
              Dismiss
            </Button>
          </p>
        </Notice>
      ))}
    </>
  )
}

function formatTime(iso: string): string {
  return new Date(iso).toLocaleTimeString(undefined, { timeStyle: 'short' })
}
