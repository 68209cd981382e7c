import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import type { JourneyStore } from './journey-store.ts'

/** What could not be deleted with the last run, so that a person can do it by hand. */
export function LeftBehindNotice({ store }: { store: JourneyStore }): VNode | null {
  const items = store.leftBehind.value
  if (items.length === 0) return null
  return (
    <Notice tone="warn" title="Some things could not be deleted" isUrgent>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <p>
        <Button onClick={store.dismissLeftBehind}>Dismiss</Button>
      </p>
    </Notice>
  )
}
