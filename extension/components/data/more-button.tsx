import type { VNode } from 'preact'
import { formatCount } from '../../lib/format-count.ts'
import { PART, type PagedList } from '../../lib/paged-list.ts'
import { Button } from '../actions/button.tsx'
import { Buttons } from '../forms/form.tsx'

/** Brings the next part of a list, while there is one. */
export function MoreButton<T, Q>({ list }: { list: PagedList<T, Q> }): VNode | null {
  const { items, total } = list.found.value ?? { items: [], total: 0 }
  const rest = total - items.length
  if (rest <= 0) return null
  return (
    <Buttons>
      <Button onClick={() => void list.more()}>
        Show {Math.min(PART, rest)} more of {formatCount(total)}
      </Button>
    </Buttons>
  )
}
