import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOrganisation, type TestOrganisation } from '../../../testing.ts'
import { REGISTRATION_PATH } from '../realm.ts'
import { compareAnswers } from './compare-answers.ts'
import { describeAnswer, type DescribedAnswer } from './describe-answer.ts'
import { DIFFERENCES } from './differences.ts'
import { ROWS } from './rows.ts'
import { runRow, type RowServer } from './run-row.ts'

interface Recording {
  product: string
  version: string
  date: string
  answers: Record<string, DescribedAnswer & { name: string }>
}

const { product, version, date, answers } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'keycloak-26.7.3.json'), 'utf8'),
) as Recording

/** Registrations that a new initial access token of the dialect is good for. */
const USES = 5

let lab: TestOrganisation
let server: RowServer

beforeAll(async () => {
  lab = await startOrganisation()
  const dialect = await lab.idp.dialects.open('keycloak')
  await dialect.saveScope('tyk', false)
  server = {
    base: `${lab.origin}/keycloak`,
    async createInitialToken(uses) {
      const token = await dialect.createInitialToken()
      for (let used = uses; used < USES; used += 1)
        await lab.call('POST', REGISTRATION_PATH, { token, body: {} })
      return token
    },
  }
})

afterAll(() => lab.close())

async function ask(id: string): Promise<string[]> {
  const row = ROWS.find((candidate) => candidate.id === id)
  const real = answers[id]
  if (!row || !real) throw new RangeError(`There is no row ${id}`)
  return compareAnswers(real, describeAnswer(await runRow(row, server), server.base))
}

test('each row has a recorded answer, and each answer a row', () => {
  expect(Object.entries(answers).map(([id, { name }]) => `${id} ${name}`)).toEqual(
    ROWS.map(({ id, name }) => `${id} ${name}`),
  )
})

describe(`the dialect answers as ${product} ${version} did on ${date}`, () => {
  const alike = ROWS.filter(({ id }) => DIFFERENCES[id] === undefined)
  test.each(alike.map(({ id, name }) => [id, name]))('%s %s', async (id) => {
    expect(await ask(id)).toEqual([])
  })
})

describe('where it does not, that is known', () => {
  test.each(Object.keys(DIFFERENCES))('%s', async (id) => {
    expect(await ask(id)).not.toEqual([])
    expect(readFileSync('docs/keycloak-dialect.md', 'utf8')).toContain(id)
  })
})

test('nothing secret was recorded', () => {
  const text = JSON.stringify(answers)
  expect(text).not.toMatch(/eyJ[\w-]{20}/)
  expect(text.replaceAll(/<[a-z]+>/g, '')).not.toMatch(/[\w-]{43,}(?<!_[\w-]*)/)
})
