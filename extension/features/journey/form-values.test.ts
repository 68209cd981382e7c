import { expect, test } from 'vitest'
import type { Field } from '#shared/journeys/step.ts'
import { toFormValue, toInput } from './form-values.ts'

const field = (kind: Field['kind']): Field => ({ name: 'x', label: 'X', kind })

test.each<[Field['kind'], unknown, unknown]>([
  ['text', 'OKTA API', 'OKTA API'],
  ['number', 60, '60'],
  ['switch', true, true],
  ['choices', ['token'], ['token']],
  ['lines', ['http://a', 'http://b'], 'http://a\nhttp://b'],
])('a %s input keeps its value through the form', (kind, input, shown) => {
  expect(toFormValue(field(kind), input)).toEqual(shown)
  expect(toInput(field(kind), toFormValue(field(kind), input))).toEqual(input)
})

test.each<[Field['kind'], unknown]>([
  ['text', ''],
  ['switch', false],
  ['choices', []],
  ['lines', ''],
])('a %s input that is missing shows as empty', (kind, shown) => {
  expect(toFormValue(field(kind), undefined)).toEqual(shown)
})

test('what a script gave as JSON shows as text', () => {
  expect(toFormValue(field('code'), { keys: [] })).toBe('{\n  "keys": []\n}')
  expect(toFormValue(field('choice'), true)).toBe('true')
})

test('blank lines are not sent', () => {
  expect(toInput(field('lines'), ' http://a \n\n')).toEqual(['http://a'])
})

test('a number that is none stays text, so that the check can say so', () => {
  expect(toInput(field('number'), '')).toBe('')
  expect(toInput(field('number'), 'ten')).toBe('ten')
})
