import { expect, test } from 'vitest'
import { createSharedParts } from './shared-parts.ts'

const parts = createSharedParts()
const make = () => ({ a: [1, 'x'], map: new Map([['k', new Set(['v'])]]), none: undefined })

test('what is equal becomes one object, to its depth', () => {
  const first = parts.share(make())
  expect(first).toEqual(make())
  expect(parts.share(make())).toBe(first)
})

test.each([
  ['a member', { ...make(), a: [1, 'y'] }],
  ['a kind', { ...make(), a: ['1', 'x'] }],
  ['a Map', { ...make(), map: new Map([['k', new Set(['w'])]]) }],
  ['a member more', { ...make(), more: 0 }],
  ['a member less', { a: [1, 'x'], map: make().map }],
])('what differs in %s stays as it is', (_what, other) => {
  expect(parts.share(other)).toBe(other)
})

test('what is nested too deeply to be written stays as it is, and blocks no other call', () => {
  const make = (): object => JSON.parse('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)) as object
  const deep = make()
  expect(parts.share(deep)).toBe(deep)
  const other = make()
  expect(parts.share(other)).toBe(other)
})
