import { ApiDefinition } from '#shared/tyk/api-definition.ts'
import { Policy } from '#shared/tyk/policy.ts'
import { DefinitionsPage } from '../pages/definitions-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('two panels show each change of a definition without a reload', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const openPanel = async () => {
    const page = await browserWithExtension.context.newPage()
    await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
    await new JourneyPanel(page).isReady()
    return DefinitionsPage.open(page)
  }
  const [first, second] = [await openPanel(), await openPanel()]
  const panels = [first, second]
  const api = ApiDefinition.parse({
    name: 'Apples',
    api_id: 'apples',
    use_keyless: true,
    proxy: { listen_path: '/app/', target_url: companion.addresses.sample_api },
  })

  await test.step('an import in one panel is seen in both', async () => {
    await first.paste([{ id: 'gold', name: 'Gold', access_rights: {} }, api])
    for (const { page } of panels) {
      await expect(page.getByText('Apples', { exact: true })).toBeVisible()
      await expect(page.getByText('Gold', { exact: true })).toBeVisible()
    }
  })

  await test.step('settings saved in one panel are those of the other', async () => {
    const [here, there] = [await first.show('Apples'), await second.show('Apples')]
    const quirk = { name: /Loose listen path/ }
    await here.getByRole('switch', quirk).check()
    await expect(there.getByRole('switch', quirk)).not.toBeChecked()
    await here.getByRole('button', { name: 'Save settings' }).click()
    await expect(there.getByRole('switch', quirk)).toBeChecked()
  })

  await test.step('changes by the control API are seen in both, and what is typed stays', async () => {
    await second.page.getByLabel('Or pasted').fill('{"half":')
    await companion.client.putApi({ params: { api: 'apples' }, body: { ...api, name: 'Pears' } })
    const policy = Policy.parse({ id: 'gold', name: 'Silver' })
    await companion.client.putPolicy({ params: { policy: 'gold' }, body: policy })
    for (const { page } of panels) {
      await expect(page.getByText('Pears', { exact: true })).toBeVisible()
      await expect(page.getByText('Silver', { exact: true })).toBeVisible()
    }
    await expect(second.page.getByLabel('Or pasted')).toHaveValue('{"half":')
  })

  await test.step('what is deleted goes from both', async () => {
    await companion.client.deletePolicy({ params: { policy: 'gold' } })
    await companion.client.deleteApi({ params: { api: 'apples' } })
    for (const { page } of panels) {
      await expect(page.getByText(/No API yet/)).toBeVisible()
      await expect(page.getByText('Silver', { exact: true })).toBeHidden()
    }
  })
})
