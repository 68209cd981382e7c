import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DCR_PROVIDERS, type DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { ProviderCall } from './driver.ts'
import { getDriver } from './drivers.ts'
import { type Explanation, findEntry } from './explanation.ts'
import { KEYCLOAK_ADMIN_EXPLANATIONS } from './keycloak/admin-explanations.ts'
import { readProviderError } from './provider-error.ts'

interface RecordedAnswer {
  name: string
  call: ProviderCall
  status: number
  body: unknown
  /** The id of the explanation; left out where the answer is no refusal. */
  explained_by?: string
}

interface Recording {
  product: string
  version: string
  date: string
  provider: DcrProvider
  answers: RecordedAnswer[]
}

const FOLDER = join(import.meta.dirname, 'recorded')
const RECORDINGS = readdirSync(FOLDER).map(
  (name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Recording,
)

/** Every explanation of a kind of provider, with those of its administration. */
function listExplanations(provider: DcrProvider): Explanation[] {
  const own = provider === 'keycloak' ? KEYCLOAK_ADMIN_EXPLANATIONS : []
  return [...own, ...getDriver(provider).explanations]
}

function readError({ status, body, call }: RecordedAnswer) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { ...readProviderError(status, text), call }
}

describe.each(RECORDINGS)('$product $version of $date', ({ provider, answers }) => {
  test.each(answers)('$call: $name', (answer) => {
    const error = readError(answer)
    const entry = findEntry(listExplanations(provider), error)
    expect(entry?.id).toBe(answer.explained_by)
  })
})

test('what is called recorded was recorded, and what was not says so', () => {
  const seen = new Set(
    RECORDINGS.flatMap(({ provider, answers }) =>
      answers.map(({ explained_by }) => `${provider} ${explained_by}`),
    ),
  )
  const entries = DCR_PROVIDERS.flatMap((provider) =>
    listExplanations(provider)
      .filter(({ basis }) => basis !== 'standard')
      .map(({ id, basis }) => ({ name: `${provider} ${id}`, basis })),
  )
  expect(entries).toEqual(
    entries.map(({ name }) => ({ name, basis: seen.has(name) ? 'recorded' : 'documentation' })),
  )
})

test('what was read only says so in its hint', () => {
  const { hint } = getDriver('auth0').explain({
    status: 403,
    error: 'access_denied',
    description: 'Service not found: https://orders.example',
    call: 'token',
  })
  expect(hint).toContain('From documentation')
})
