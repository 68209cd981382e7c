import { expect, test } from 'vitest'
import { foldLines, layBeside } from './diff-rows.ts'

const same = (text: string) => ({ change: 'same' as const, text })

test('a long equal run is folded to its edges', () => {
  const lines = Array.from({ length: 10 }, (_, at) => same(String(at)))
  expect(foldLines(lines)).toEqual([
    { kind: 'line', ...same('0') },
    { kind: 'line', ...same('1') },
    { kind: 'fold', count: 6 },
    { kind: 'line', ...same('8') },
    { kind: 'line', ...same('9') },
  ])
})

test('a long run that changed is shown whole', () => {
  const lines = Array.from({ length: 10 }, (_, at) => ({ change: 'new' as const, text: `${at}` }))
  expect(foldLines(lines)).toHaveLength(10)
})

test('what is gone stands beside what is new, with a gap where one side has more', () => {
  const rows = foldLines([
    same('{'),
    { change: 'gone', text: 'a' },
    { change: 'new', text: 'b' },
    { change: 'new', text: 'c' },
    same('}'),
  ])
  expect(
    layBeside(rows).map(({ before, after }) => [
      before && 'text' in before && before.text,
      after && 'text' in after && after.text,
    ]),
  ).toEqual([
    ['{', '{'],
    ['a', 'b'],
    [undefined, 'c'],
    ['}', '}'],
  ])
})
