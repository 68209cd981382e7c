import { chromium } from '@playwright/test'
import { expect, test } from '../support/test.ts'

test('the portal’s wizard works in a browser that runs no script', async ({ companion }) => {
  const { client, addresses } = companion
  const { id } = await client.createRun({ body: { origin: 'test' } })
  for (const step of [
    'api-token',
    'scope',
    'api',
    'policy',
    'default-policy',
    'catalogue',
    'dcr-settings',
  ] as const)
    await client.runStep({ params: { run: id, step }, body: {} })
  await client.createDeveloper({ body: { email: 'dev@example.com', password: 'correct horse' } })

  const executablePath = process.env['PLAYWRIGHT_CHROMIUM_PATH']
  const browser = await chromium.launch(executablePath ? { executablePath } : {})
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(`${addresses.portal}/clients`)
  await page.getByLabel('E-mail').fill('dev@example.com')
  await page.getByLabel('Password').fill('correct horse')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Create first OAuth client' }).click()
  await page.getByRole('button', { name: 'Save and continue' }).click()
  await page.getByLabel('Client name').fill('No script')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.locator('#client-secret')).toHaveText(/^\S{40}$/)
  await page.reload()
  await expect(page.getByText('cannot be shown again')).toBeVisible()
  await browser.close()
})
