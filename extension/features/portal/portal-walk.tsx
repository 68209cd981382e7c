import type { VNode } from 'preact'
import { Button } from '../../components/actions/button.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import type { NextAction } from './next-action.ts'
import type { PortalWalkStore, Walk } from './portal-walk-store.ts'

/** Where a walk through the portal is, what comes next, and the person's word for it. */
export function PortalWalk({ store, walk }: { store: PortalWalkStore; walk: Walk }): VNode {
  const { next, pace, isBusy } = walk
  const isOver = next.kind === 'done' || next.kind === 'stop'
  return (
    <div role="status">
      <Notice tone={findTone(next)} title={next.say}>
        <Buttons>
          {next.kind === 'act' && pace === 'stepping' && (
            <>
              <Button look="primary" isBusy={isBusy} onClick={store.step}>
                Next click
              </Button>
              <Button onClick={store.playOn}>Go on without asking</Button>
            </>
          )}
          <Button onClick={store.stop}>{isOver ? 'Close' : 'Stop'}</Button>
        </Buttons>
      </Notice>
    </div>
  )
}

function findTone({ kind }: NextAction): 'ok' | 'warn' | 'info' {
  if (kind === 'done') return 'ok'
  return kind === 'stop' ? 'warn' : 'info'
}
