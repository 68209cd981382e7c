import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { takePage } from './take-page.ts'

interface Row {
  id: string
  name?: string | undefined
  state: string
}

const RULES = { filters: ['state'], searched: ['name'] }
const keyOf = ({ id }: Row): string => id

/** Reads page after page. */
async function readAll(
  rows: readonly Row[],
  query: { sort: string; limit: number; state?: string; q?: string },
) {
  const found: string[] = []
  const totals = new Set<number>()
  let cursor: string | undefined
  do {
    const page = await takePage({ rows, keyOf }, { ...query, cursor }, RULES)
    found.push(...page.rows.map(keyOf))
    totals.add(page.total)
    const last = page.rows.at(-1)
    cursor = last && page.hasMore ? page.cursorBehind(last) : undefined
  } while (cursor !== undefined)
  return { found, totals: [...totals] }
}

const rowsArbitrary = fc
  .array(
    fc.record({
      name: fc.option(fc.constantFrom('a', 'b', 'B', 'cc'), { nil: undefined }),
      state: fc.constantFrom('active', 'failed'),
    }),
    { maxLength: 60 },
  )
  .map((rows) => rows.map((row, at): Row => ({ ...row, id: `r${at}` })))

test('all pages together are the sorted list, each row once, whatever the size of a page', () => {
  return fc.assert(
    fc.asyncProperty(
      rowsArbitrary,
      fc.constantFrom('added', '-added', 'name', '-name', 'state'),
      fc.integer({ min: 1, max: 20 }),
      async (rows, sort, limit) => {
        const sign = sort.startsWith('-') ? -1 : 1
        const member = sort.replace('-', '') as keyof Row | 'added'
        const valueOf = (row: Row): string => (member === 'added' ? '' : (row[member] ?? '\uffff'))
        const expected = rows
          .map((row, at) => ({ row, at }))
          .sort((left, right) => {
            const [a, b] = [valueOf(left.row), valueOf(right.row)]
            return sign * (a === b ? left.at - right.at : a < b ? -1 : 1)
          })
          .map(({ row }) => row.id)
        expect(await readAll(rows, { sort, limit })).toEqual({
          found: expected,
          totals: [rows.length],
        })
      },
    ),
  )
})

test('rows are filtered by their members and by a text in any case', async () => {
  const rows: Row[] = [
    { id: '1', name: 'Orders', state: 'active' },
    { id: '2', name: 'ORDER book', state: 'failed' },
    { id: '3', state: 'active' },
    { id: '4', name: 'reorder', state: 'active' },
  ]
  const query = { sort: 'added', limit: 10 }
  expect((await readAll(rows, { ...query, state: 'active' })).found).toEqual(['1', '3', '4'])
  expect((await readAll(rows, { ...query, q: 'order' })).found).toEqual(['1', '2', '4'])
  expect((await readAll(rows, { ...query, q: 'order', state: 'active' })).totals).toEqual([2])
})

test('the next page begins behind the last row, also when rows came or that row is gone', async () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map((id): Row => ({ id, state: 'active' }))
  const query = { sort: '-added', limit: 2 }
  const first = await takePage({ rows, keyOf }, query, RULES)
  expect(first.rows.map(keyOf)).toEqual(['e', 'd'])
  const [, last] = first.rows
  if (!last) throw new Error('a row was expected')
  const cursor = first.cursorBehind(last)
  const next = async (now: Row[]): Promise<string[]> =>
    (await takePage({ rows: now, keyOf }, { ...query, cursor }, RULES)).rows.map(keyOf)
  expect(await next([...rows, { id: 'f', state: 'active' }])).toEqual(['c', 'b'])
  expect(await next(rows.filter(({ id }) => id !== 'd'))).toEqual(['c', 'b'])
  expect(await next(rows.filter(({ id }) => id !== 'a'))).toEqual(['c', 'b'])
})

test.each([
  '',
  'x',
  Buffer.from('[]').toString('base64url'),
  Buffer.from('["name","a",0,null]').toString('base64url'),
])('a cursor of another list is refused: %s', async (cursor) => {
  const page = takePage({ rows: [], keyOf }, { sort: 'added', limit: 1, cursor }, RULES)
  await expect(page).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})
