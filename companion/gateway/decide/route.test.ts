import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { compileApi } from './compiled-api.ts'
import { isRefusal } from './refusal.ts'
import { buildRouteTable, findRoute, readRest } from './route.ts'

const PATHS = ['/a/', '/a/b/', '/a/b/c', '/ab', '/b/a/']

function openTable(paths: readonly string[]) {
  return buildRouteTable(
    paths.map((listen_path) =>
      compileApi(
        ApiDefinition.parse({
          name: listen_path,
          api_id: `id${listen_path.replaceAll('/', '-')}`,
          proxy: { listen_path, target_url: 'http://127.0.0.1:1' },
        }),
      ),
    ),
  )
}

function route(paths: readonly string[], path: string): string | undefined {
  const found = findRoute(openTable(paths), path)
  return isRefusal(found) ? undefined : `${found.api.definition.name} ${readRest(found, path)}`
}

test.each([
  ['/a', '/a/ '],
  ['/a/', '/a/ /'],
  ['/a/x', '/a/ /x'],
  ['/a/b', '/a/b/ '],
  ['/a/bx', '/a/ /bx'],
  ['/a/b/c/d', '/a/b/c /d'],
  ['/ab/c', '/ab /c'],
  ['/abc', undefined],
  ['/A', undefined],
  ['/id-a-b-/x', '/a/b/ /x'],
])('%s', (path, expected) => {
  expect(route(PATHS, path)).toBe(expected)
})

test('P23: the longest match wins whatever the order', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(PATHS, { minLength: PATHS.length }),
      fc.array(fc.constantFrom('a', 'b', 'c', 'ab'), { maxLength: 5 }),
      (paths, segments) => {
        const path = `/${segments.join('/')}`
        expect(route(paths, path)).toBe(route(PATHS, path))
      },
    ),
  )
})

test('a listen path of / takes what is left', () => {
  expect(route(['/', '/a/'], '/x/y')).toBe('/ /x/y')
  expect(route(['/', '/a/'], '/a/y')).toBe('/a/ /y')
})
