import { expect, test } from 'vitest'
import { compilePath } from '../go/path-pattern.ts'
import { findPathRule, readPathRules } from './path-rules.ts'

const matches = (path: string, request: string) =>
  compilePath(path)?.matcher(request).find() ?? 'no pattern'

test.each([
  ['/x', '/x', true],
  ['/x', '/xy', false],
  ['/x', '/a/x', false],
  ['^/x$', '/x', true],
  ['^/x', '/x/y', false],
  ['/x$', '/x', true],
  ['/a\\$b$', '/a$b', true],
  ['/x.*', '/x/y/z', true],
  ['/x/{id}', '/x/7', true],
  ['/x/{id}', '/x/7/8', false],
  ['/x/{id}', '/x/', false],
  ['/x/{a}', '/x/7', true],
  ['/x/{1a}', '/x/7', true],
  ['/x/{a1}', '/x/7', true],
  ['/{a}/{b}', '/1/2', true],
  ['/x{2}', '/xx', true],
  ['/x{2}', '/x7', false],
  ['/x', '/X', false],
  ['x', '/x', true],
  ['x', '/a/x', true],
  ['x', '/xy', false],
  ['/x/*', '/x/y/z', true],
  ['/x/*', '/x/', true],
  ['/x/*', '/y/x/', false],
  ['/x/*/z', '/x/y/z', true],
  ['/x/*/z', '/x/y/y/z', false],
  ['/x(', '/x(', 'no pattern'],
])('the rule %s and the path %s: %s', (path, request, expected) => {
  expect(matches(path, request)).toBe(expected)
})

test('a rule ignores the letter case where it says so', () => {
  const [rule] = readPathRules([{ path: '/x', ignore_case: true }])
  expect(rule?.pattern?.matcher('/X').find()).toBe(true)
  const [strict] = readPathRules([{ path: '/x', ignore_case: 'true' }])
  expect(strict?.pattern?.matcher('/X').find()).toBe(false)
})

test.each([undefined, null, {}, '/x'])('%j is no list of rules', (value) => {
  expect(readPathRules(value)).toEqual([])
})

test.each([null, 1, '/x', {}, { path: 1 }, { path: '/x', disabled: true }])(
  'the entry %j is no rule, and the ones beside it count',
  (entry) => {
    const rules = readPathRules([entry, { path: '/y' }])
    expect(rules.map((rule) => rule.entry)).toEqual([{ path: '/y' }])
  },
)

test.each([
  [{}, []],
  [{ method: 'GET' }, ['GET']],
  [{ method: '' }, []],
  [{ method: 1 }, []],
  [{ method_actions: { GET: {}, PUT: {} } }, ['GET', 'PUT']],
  [{ method: 'GET', method_actions: { PUT: {} } }, ['PUT']],
  [{ method: 'GET', method_actions: {} }, ['GET']],
  [{ method: 'GET', method_actions: null }, ['GET']],
  [{ method: 'GET', method_actions: 'PUT' }, ['GET']],
])('the methods of %j are %j', (members, methods) => {
  expect(readPathRules([{ path: '/x', ...members }])[0]?.methods).toEqual(methods)
})

test('an entry with actions of no method fits no request', () => {
  expect(readPathRules([{ path: '/x', method_actions: {} }])).toEqual([])
})

test('the first rule counts that fits the method and one of the paths', () => {
  const rules = readPathRules([
    { path: '/x(', method: 'GET' },
    { path: '/x', method: 'PUT' },
    { path: '/x', method: 'GET' },
    { path: '/x' },
  ])
  expect(findPathRule(rules, 'GET', ['/api/x', '/x'])).toBe(rules[2])
  expect(findPathRule(rules, 'PUT', ['/x'])).toBe(rules[1])
  expect(findPathRule(rules, 'DELETE', ['/x'])).toBe(rules[3])
  expect(findPathRule(rules, 'GET', ['/x(', '/y'])).toBeUndefined()
})
