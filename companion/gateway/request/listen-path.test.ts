import { expect, test } from 'vitest'
import { compileListenPath, matchListenPath, normalizeListenPath } from './listen-path.ts'

const match = (listenPath: string, path: string) => {
  const pattern = compileListenPath(listenPath)
  return pattern ? matchListenPath(pattern, path) : 'no pattern'
}

test.each([
  ['/a/{id}', '/a/7', '/a/7'],
  ['/a/{id}/', '/a/7', undefined],
  ['/a/{id}/', '/a/7/', '/a/7'],
  ['/a/{id}/', '/a/7/b/c', '/a/7'],
  ['/a/{id}/', '/a/', undefined],
  ['/a/{id}', '/b/7', undefined],
  ['/a/{id}/', '/x/a/7', undefined],
  ['/a.b/{id}/', '/a.b/7/', '/a.b/7'],
  ['/a.b/{id}/', '/axb/7', undefined],
  ['/{a}/{b:x|y}/', '/1/y/z', '/1/y'],
  ['/{a}/{b:x|y}/', '/1/yy/z', undefined],
  ['/{rest:.*}', '/1/y/z', '/1/y/z'],
  ['/{rest:.*}/', '/1/y', '/1'],
  ['/a/{rest:.*}/', '/a/1/y', '/a/1'],
  ['/{rest:.*}/b/', '/1/b/y', '/1/b'],
  ['/{any:a|b}', '/a/y', '/a'],
  ['/{a:(?=b)}/', '/b', 'no pattern'],
])('the listen path %s takes of %s: %s', (listenPath, path, expected) => {
  expect(match(listenPath, path)).toBe(expected)
})

test('the length of a listen path is what is no parameter', () => {
  expect(compileListenPath('/a/{id:[0-9]+}/b/')?.weight).toBe('/a//b'.length)
})

test('the names of parameters make no difference', () => {
  expect(normalizeListenPath('/a/{x}/')).toBe(normalizeListenPath('/a/{y}'))
  expect(normalizeListenPath('/a/{x:[0-9]}/')).not.toBe(normalizeListenPath('/a/{x}/'))
})
