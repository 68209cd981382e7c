import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DIALECT_IDS } from '#shared/idp/dialects.ts'
import { DCR_PROVIDERS } from '#shared/tyk/dcr-options.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** Words that name other things, too: a method of authentication, a step of a choice. */
const AMBIGUOUS = ['none', 'other']

test('no code asks whether a provider or a dialect is a certain one: what differs is data of its own', () => {
  const names = [...DCR_PROVIDERS, ...DIALECT_IDS].filter((id) => !AMBIGUOUS.includes(id))
  const comparison = new RegExp(`[!=]== '(?:${names.join('|')})'`)
  const found = ['companion', 'shared', 'extension'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\/testing/.test(file))
      .filter((file) => comparison.test(readFileSync(join(ROOT, file), 'utf8'))),
  )
  expect(found).toEqual([])
})
