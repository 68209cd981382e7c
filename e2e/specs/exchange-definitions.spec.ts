import { DefinitionsPage } from '../pages/definitions-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

const SECRET = 'a-secret-of-tyk-conf-352d20ee67be'

test('definitions come in, are changed, go out as files, and a push says what it would do', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  const definitions = await DefinitionsPage.open(page)
  const apple = {
    name: 'Apples',
    api_id: 'apples',
    use_keyless: true,
    proxy: {
      listen_path: '/app/',
      target_url: companion.addresses.sample_api,
      strip_listen_path: true,
    },
  }
  const policy = { id: 'gold', name: 'Gold', access_rights: {} }

  await test.step('what does not fit is named', async () => {
    await definitions.paste([policy, { ...apple, proxy: { ...apple.proxy, target_url: 'no' } }])
    await expect(page.getByRole('alert')).toContainText('Document 2 · proxy.target_url')
  })

  await test.step('what fits is live at once', async () => {
    await definitions.paste([policy, apple])
    await expect(page.getByText('Imported API apples and policy gold; live at once.')).toBeVisible()
    const { status } = await fetch(`${companion.addresses.gateway}/app/get`)
    expect(status).toBe(200)
  })

  const api = await definitions.show('Apples')
  await test.step('a quirk changes how the gateway judges', async () => {
    const loose = `${companion.addresses.gateway}/apple`
    const before = await fetch(loose)
    expect(before.status).toBe(404)
    await api.getByRole('switch', { name: /Loose listen path/ }).check()
    await api.getByRole('button', { name: 'Save settings' }).click()
    await expect(api.getByText('Saved; the next call is judged by them.')).toBeVisible()
    const after = await fetch(loose)
    expect(after.headers.get('x-dcr-verdict')).toBeTruthy()
    const served = await companion.client.getApi({ params: { api: 'apples' } })
    expect(served.config_data?.dcr_lab?.quirks).toEqual(['loose_listen_path'])
  })

  await test.step('files', async () => {
    const classic = await definitions.download(
      api.getByRole('button', { name: 'Classic definition' }),
    )
    expect(classic).toMatchObject({ name: 'apples.api.json', content: { api_id: 'apples' } })
    const oas = await definitions.download(api.getByRole('button', { name: 'Tyk OAS document' }))
    expect(oas.name).toBe('apples.oas.json')
    expect(oas.content).toHaveProperty('x-tyk-api-gateway')
    const saved = await definitions.download(page.getByRole('button', { name: 'Policy' }))
    expect(saved).toMatchObject({ name: 'gold.policy.json', content: { id: 'gold' } })
  })

  await test.step('a dry run lists the calls and keeps no secret', async () => {
    await page.getByLabel('Gateway address').fill('http://127.0.0.1:9')
    await page.getByLabel('Secret').fill(SECRET)
    await page.getByRole('button', { name: 'Show the calls' }).click()
    const calls = page.getByRole('list', { name: 'Calls of the push' }).getByRole('listitem')
    await expect(calls).toHaveText([
      /POST.*tyk\/policies/,
      /POST.*tyk\/apis/,
      /tyk\/reload/,
      // What makes sure that each is live.
      /GET.*tyk\/policies\/gold/,
      /GET.*tyk\/apis\/apples/,
      /GET.*\/app\//,
    ])
    await expect(page.getByRole('button', { name: 'Push' })).toBeVisible()
    expect(JSON.stringify(await companion.client.listExchanges({ query: {} }))).not.toContain(
      SECRET,
    )
  })
})
