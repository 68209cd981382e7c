import { readFile } from 'node:fs/promises'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { ReplayPage } from '../pages/replay-page.ts'
import { expect, test } from '../support/test.ts'
import { walkByApi } from '../support/walk-by-api.ts'

test('a refused call is saved with what is expected, run as a set, and a change of the world is found', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  await walkByApi(companion.client, 'okta', 'call-api')
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 400, height: 900 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()

  const replay = await ReplayPage.open(page)
  await page.getByLabel('Address').fill('/okta-api/get')
  await replay.chooseToken('Broken signature')
  await replay.send()
  await page.getByRole('button', { name: 'Save to a set' }).click()
  await page.getByLabel('Name of the set').fill('Refusals stay refused')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await replay.tab('Request').click()
  await replay.chooseToken('A kept one')
  await replay.send()
  await page.getByRole('button', { name: 'Save to a set' }).click()
  await page.getByLabel('Set', { exact: true }).selectOption({ label: 'Refusals stay refused' })
  await page.getByLabel('Name of the request').fill('The right token')
  await page.getByRole('button', { name: 'Save', exact: true }).click()

  await page.getByRole('tab', { name: 'Sets' }).click()
  await page.getByRole('button', { name: /Refusals stay refused/ }).click()
  await page.getByRole('button', { name: 'Run set' }).click()
  await expect(page.getByText('2 as expected')).toBeVisible()

  // The world changes: the policy is switched off.
  const [policy] = await companion.client.listPolicies()
  if (!policy) throw new TypeError('The walk has made a policy')
  await companion.client.putPolicy({
    params: { policy: policy.id },
    body: { ...policy, is_inactive: true },
  })
  await page.getByRole('button', { name: 'Run set' }).click()
  await expect(page.getByText('1 of 2 not as expected')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Expectations of The right token' })).toContainText(
    'status is 200',
  )
  for (const [width, scheme] of [
    [320, 'dark'],
    [400, 'light'],
    [1280, 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({
      path: testInfo.outputPath(`set-${width}-${scheme}.png`),
      fullPage: true,
    })
  }
  await page.getByRole('button', { name: 'Compare with the last run that passed' }).click()
  await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(/passed.*failed at/)

  await page.getByRole('tab', { name: 'Sets' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ])
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toContain('dcr-lab-replay-set')
  expect(text).not.toMatch(/eyJ[\w-]{20,}/)

  // A reload keeps the set open.
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Refusals stay refused' })).toBeVisible()

  // A set is not deleted by one press; the way out has the focus.
  await page.getByRole('button', { name: 'Delete set…' }).click()
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('heading', { name: 'Refusals stay refused' })).toBeVisible()
  await page.getByRole('button', { name: 'Delete set…' }).click()
  await page.getByRole('button', { name: 'Delete set', exact: true }).click()
  await expect(page.getByText(/^No set yet/)).toBeVisible()
})

test('a curl command is read and sent, its secrets kept by name', async ({
  companion,
  browserWithExtension,
}, testInfo) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 400, height: 900 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  const replay = await ReplayPage.open(page)
  await page.getByRole('tab', { name: 'Import' }).click()
  const command = `curl '${companion.addresses.sample_api}/anything/orders?limit=2' \\
  -H 'accept: application/json, text/plain, */*' \\
  -H 'accept-language: en-GB,en;q=0.9' \\
  -H 'authorization: Bearer canary-token-5512' \\
  -H 'content-type: application/json' \\
  -H 'sec-ch-ua: "Chromium";v="150", "Not)A;Brand";v="8"' \\
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' \\
  --data-raw '{"customer":"Zoë","amount":12}' \\
  --compressed`
  await page.getByLabel('Or pasted, or dropped here').fill(command)
  await page.getByRole('button', { name: 'Read requests' }).click()
  await expect(page.getByText('A curl command with 1 request.')).toBeVisible()
  await page.screenshot({ path: testInfo.outputPath('import-400-light.png'), fullPage: true })
  await page.getByRole('button', { name: /^Open/ }).click()
  await expect(page.getByLabel('Method')).toHaveValue('POST')
  await replay.send()
  await expect(page.getByRole('region', { name: /^Attempt 1/ })).toContainText('200')
  await expect(page.getByRole('region', { name: 'Response' })).toContainText('Zoë')
  await expect(page.locator('body')).not.toContainText('canary-token-5512')
})
