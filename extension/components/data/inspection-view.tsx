import type { VNode } from 'preact'
import type { Inspection } from '#shared/contract/token.ts'
import { CheckItem, CheckList } from './check-list.tsx'
import styles from './inspection-view.module.css'
import { JwtTables } from './jwt-view.tsx'

/** The contents of a token: checks first, then header and claims. @param props.nowMs - On the lab's clock. */
export function InspectionView(props: { inspection: Inspection; nowMs: number }): VNode {
  const { header = {}, claims = {}, is_jwt, checks } = props.inspection
  return (
    <>
      <CheckList label="Checks of the token">
        {checks.map(({ id, text, state, evidence }) => (
          <CheckItem key={id} state={state}>
            {text}
            {evidence !== undefined && <code class={styles['evidence']}>{evidence}</code>}
          </CheckItem>
        ))}
      </CheckList>
      {is_jwt && <JwtTables header={header} claims={claims} nowMs={props.nowMs} />}
    </>
  )
}
