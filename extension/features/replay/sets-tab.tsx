import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from '../../components/actions/button.tsx'
import { useAction } from '../../components/actions/use-action.ts'
import { Row, RowLine, RowList } from '../../components/data/row-list.tsx'
import { ProblemNotice } from '../../components/feedback/problem-notice.tsx'
import { StateChip } from '../../components/feedback/state-chip.tsx'
import type { ReplayStore } from './replay-store.ts'
import styles from './replay.module.css'
import { SetPage } from './set-page.tsx'
import { describeRun } from './set-words.ts'

/** Saved requests with what is expected of them. */
export function SetsTab({ store }: { store: ReplayStore }): VNode {
  const { sets } = store
  const action = useAction()
  const shown = sets.shown.value
  const last = useRef('')
  if (shown) last.current = shown.id
  if (shown) return <SetPage key={shown.id} store={store} set={shown} />
  const importFile = (file: File | undefined): void => {
    if (!file) return
    action.run(async () => sets.show((await sets.importFile(await file.text())).id))
  }
  return (
    <div class={styles['answers']}>
      {sets.sets.value.length === 0 && (
        <p class={styles['quiet']}>
          No set yet. “Save to a set” keeps the request on screen with what is expected of its
          answer; a set runs here, by <code>dcr-lab replay</code> and in Playwright.
        </p>
      )}
      {sets.sets.value.length > 0 && (
        <RowList label="Sets">
          {sets.sets.value.map((set) => {
            const { tone, text } = describeRun(sets.findRun(set.id))
            return (
              <Row
                key={set.id}
                takesFocus={set.id === last.current}
                onOpen={() => sets.show(set.id)}
              >
                <RowLine>
                  <strong>{set.name}</strong>
                  <StateChip tone={tone}>{text}</StateChip>
                </RowLine>
                <RowLine>
                  {set.requests.length} {set.requests.length === 1 ? 'request' : 'requests'}
                </RowLine>
              </Row>
            )
          })}
        </RowList>
      )}
      {action.problem.value && <ProblemNotice problem={action.problem.value} />}
      <div class={styles['pair']}>
        <label class={styles['file']}>
          A set from a file
          <input
            type="file"
            accept=".json"
            onChange={(event) => importFile(event.currentTarget.files?.[0])}
          />
        </label>
        <Button onClick={() => (store.tab.value = 'import')}>Import requests</Button>
      </div>
    </div>
  )
}
