import type { Request, Response, Router } from 'express'
import type { ListEndpoint } from '#shared/contract/define-list.ts'
import type * as z from '#shared/zod.ts'
import { takeTurns } from '../clock/take-turns.ts'
import { parseInput } from './parse-input.ts'
import { type PageOfRows, type PageQuery, takePage } from './take-page.ts'

/** A page ends early when it would be larger: an answer is read as a whole. */
const MOST_BYTES = 2 * 1024 * 1024

export interface ListSource<Row, Item> {
  /** In the order in which they were added. */
  rows: () => readonly Row[] | Promise<readonly Row[]>
  /** What names a row for good. */
  keyOf: (row: Row) => string
  /** The item of a row; called for the rows of the page only. */
  present: (row: Row) => Item
}

/** Mounts a list of the contract: a page of it, filtered and sorted here, with the total and the next page. */
export function bindList<I extends z.ZodType, Q extends z.ZodType, Row>(
  router: Router,
  endpoint: ListEndpoint<I, Q>,
  { rows, keyOf, present }: ListSource<Row, z.output<I>>,
): void {
  router.get(endpoint.path, async (request, response) => {
    const query = parseInput(endpoint.query, { ...request.query }, 'query') as PageQuery
    const page = await takePage({ rows: await rows(), keyOf }, query, endpoint.list)
    const { texts, last } = await writeItems(page, present)
    response.set('x-total-count', String(page.total))
    if (last && (page.hasMore || texts.length < page.rows.length))
      linkNext(request, response, page.cursorBehind(last))
    response.type('application/json').send(`[${texts.join(',')}]`)
  })
}

async function writeItems<Row>(
  { rows }: PageOfRows<Row>,
  present: (row: Row) => unknown,
): Promise<{ texts: string[]; last: Row | undefined }> {
  const turn = takeTurns()
  const texts: string[] = []
  let last: Row | undefined
  let size = 0
  for (const row of rows) {
    const text = JSON.stringify(present(row))
    await turn()
    size += text.length
    if (size > MOST_BYTES && texts.length > 0) break
    texts.push(text)
    last = row
  }
  return { texts, last }
}

function linkNext(request: Request, response: Response, cursor: string): void {
  const url = new URL(request.originalUrl, 'http://localhost')
  url.searchParams.set('cursor', cursor)
  response.set('link', `<${url.pathname}${url.search}>; rel="next"`)
}
