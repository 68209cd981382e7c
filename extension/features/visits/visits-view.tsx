import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { useAction } from '../../components/actions/use-action.ts'
import { Button } from '../../components/actions/button.tsx'
import { MoreButton } from '../../components/data/more-button.tsx'
import { RowList } from '../../components/data/row-list.tsx'
import { Notice } from '../../components/feedback/notice.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { Skeleton } from '../../components/feedback/skeleton.tsx'
import { Buttons } from '../../components/forms/form.tsx'
import { Page } from '../../components/layout/page.tsx'
import { useNow } from '../../components/layout/use-now.ts'
import type { WireStore } from '../wire/wire-store.ts'
import { InvitationSection } from './invitation-section.tsx'
import { VisitPage } from './visit-page.tsx'
import { VisitRow } from './visit-row.tsx'
import type { VisitsStore } from './visits-store.ts'

export interface VisitsViewProps {
  store: VisitsStore
  wire: WireStore
  onBack: () => void
  onOpenClient: (registration: string) => void
}

/** What clients asked of provider and gateway, and the visit that is looked at. */
export function VisitsView({ store, wire, onBack, onOpenClient }: VisitsViewProps): VNode {
  const shown = store.shown.value
  useEffect(() => store.leave, [store])
  useEffect(() => store.watch(), [store])
  return shown ? (
    <VisitPage
      key={store.lastShown.value}
      visit={shown}
      wire={wire}
      onBack={store.showList}
      onOpenClient={onOpenClient}
    />
  ) : (
    <VisitList store={store} onBack={onBack} />
  )
}

function VisitList({ store, onBack }: Pick<VisitsViewProps, 'store' | 'onBack'>): VNode {
  const nowMs = useNow()
  const { list } = store
  const found = list.found.value
  const problem = store.problem.value
  const isAll = list.query.value.by === undefined
  const items = found?.items ?? []
  return (
    <Page
      title="Visits"
      lead="What each client asked of provider and gateway, leg by leg, and where it gave up."
      backLabel="Back to the steps"
      onBack={onBack}
      takesFocus={store.lastShown.value === undefined}
    >
      {problem && <ProblemNotice problem={problem} />}
      {store.recording.value?.inbound === false && <OffNotice store={store} />}
      <Buttons>
        <Button
          isPressed={isAll}
          onClick={() => void list.look(isAll ? { by: 'stranger' } : {}, false)}
        >
          Clients of this lab, too
        </Button>
      </Buttons>
      {!found && !problem && <Skeleton label="Loading the visits" />}
      {items.length > 0 && (
        <RowList label="Visits">
          {items.map((visit) => (
            <VisitRow
              key={visit.id}
              visit={visit}
              nowMs={nowMs}
              takesFocus={store.lastShown.value === visit.id}
              onOpen={() => void store.show(visit.id)}
            />
          ))}
        </RowList>
      )}
      <MoreButton list={list} />
      {found && <InvitationSection store={store} isAwaited={items.length === 0} />}
    </Page>
  )
}

function OffNotice({ store }: { store: VisitsStore }): VNode {
  const { isBusy, problem, run } = useAction()
  return (
    <Notice tone="warn" title="What comes in is not recorded">
      <p>Clients that come now leave no visit.</p>
      {problem.value && <ProblemNotice problem={problem.value} />}
      <Buttons>
        <Button isBusy={isBusy.value} onClick={() => run(() => store.turnRecording(true))}>
          Record again
        </Button>
      </Buttons>
    </Notice>
  )
}
