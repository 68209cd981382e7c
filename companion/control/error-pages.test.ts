import { afterAll, beforeAll, expect, test } from 'vitest'
import { ERROR_CATALOG, type ErrorCode } from '#shared/errors/error-catalog.ts'
import { ERROR_EXPLANATIONS } from '#shared/errors/error-explanations.ts'
import { startTestCompanion, type TestCompanion } from '../test-companion.ts'

const CODES = Object.keys(ERROR_CATALOG) as ErrorCode[]
let lab: TestCompanion

beforeAll(async () => {
  lab = await startTestCompanion()
})

afterAll(() => lab.stop())

test('the type of a problem document leads to a page that explains the error, without pairing', async () => {
  const { control } = lab.companion.addresses
  const refused = await fetch(`${control}/api/runs`)
  const { type } = (await refused.json()) as { type: string }
  const page = await fetch(new URL(type, refused.url))
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain(ERROR_CATALOG.PAIRING_REQUIRED.title)
})

test('every error has its page, and the list names them all', async () => {
  const { control } = lab.companion.addresses
  const list = await (await fetch(`${control}/errors`)).text()
  for (const code of CODES) expect(list).toContain(`/errors/${code}`)
  const pages = await Promise.all(CODES.map((code) => fetch(`${control}/errors/${code}`)))
  expect(pages.map(({ status }) => status)).toEqual(CODES.map(() => 200))
  expect((await fetch(`${control}/errors/toString`)).status).toBe(404)
  expect((await fetch(`${control}/errors/%zz`)).status).toBe(404)
})

test('docs/errors.md says the same; `npm run docs` writes it', async () => {
  const rows = CODES.map((code) => {
    const { status, title } = ERROR_CATALOG[code]
    const { when, action } = ERROR_EXPLANATIONS[code]
    return `## ${code}\n\n${title} (${status}).\n\n${when} ${action}`
  })
  const page = `# Errors

Every failure that DCR Lab reports has a code that never changes. The control API answers a problem
document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457.html)); its \`type\` leads to a page of the companion
with the words below, and \`detail\` says what happened this time. Commands end with exit code 1 then.
The number is the HTTP status. This page is made by \`npm run docs\`.

${rows.join('\n\n')}
`
  await expect(page).toMatchFileSnapshot('../../docs/errors.md')
})
