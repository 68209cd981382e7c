import { AxeBuilder } from '@axe-core/playwright'
import { ClientsPage } from '../pages/clients-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'
import { walkByApi } from '../support/walk-by-api.ts'

test('a person looks after the clients of the ledger, from reading one to sweeping all', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  const clients = await ClientsPage.open(page)
  await expect(page.getByText('Every registered client is listed here')).toBeVisible()

  await test.step('clients that others make arrive by themselves', async () => {
    await walkByApi(companion.client, 'keycloak')
    await walkByApi(companion.client, 'gluu')
    await expect(clients.list.getByRole('listitem')).toHaveCount(2)
    await expect(clients.row(/Gluu/)).toContainText('Secret ends in')
    await expect(clients.row(/Keycloak/)).toContainText('Command line')
  })

  await test.step('one is read at the provider and changed there', async () => {
    await clients.show(/Keycloak/)
    await page.getByRole('button', { name: 'Read client' }).click()
    await expect(page.getByText('match the ledger')).toBeVisible()
    const metadata = page.getByLabel('Client metadata')
    const granted = JSON.parse(await metadata.inputValue()) as Record<string, unknown>
    await metadata.fill('{ "client_name": ')
    await page.getByRole('button', { name: 'Preview the update' }).click()
    await expect(page.getByRole('alert')).toContainText('names and values between braces')
    const { scope: _scope, ...rest } = granted
    await metadata.fill(JSON.stringify({ ...rest, client_name: 'Renamed' }))
    await page.getByRole('button', { name: 'Preview the update' }).click()
    const plan = page.getByRole('table', { name: 'What the update would change' })
    await expect(plan).toContainText('Renamed')
    // Keycloak keeps what an update leaves out.
    await expect(plan).not.toContainText('Dropped')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.getByRole('button', { name: 'Update client' }).click()
    await expect(page.getByText('Updated. The granted metadata are shown above.')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Renamed' })).toBeVisible()
    await page.getByRole('button', { name: 'Rotate secret' }).click()
    await clients.confirm('Rotate secret')
    await expect(page.getByRole('alert')).toContainText('no call that rotates a secret')
  })

  await test.step('a secret is seen for a moment', async () => {
    await page.getByRole('button', { name: 'Reveal client secret' }).click()
    const [known] = (await companion.client.listRegistrations()).filter(
      ({ provider }) => provider === 'keycloak',
    )
    const secret = `registration/${known?.id}/client_secret`
    const { value } = await companion.client.revealSecret({ body: { secret } })
    await expect(page.getByText(value)).toBeVisible()
    await page.getByRole('button', { name: 'All clients' }).click()
    await expect(clients.row(/Renamed/)).toBeFocused()
  })

  await test.step('one from elsewhere is adopted', async () => {
    await page.getByRole('button', { name: 'Adopt a client' }).click()
    await page.getByLabel('Kind of provider').selectOption('other')
    await page.getByLabel('Provider address').fill('127.0.0.1:9')
    await page.getByLabel('Registration endpoint').fill('127.0.0.1:9/register')
    await page.getByLabel('Client information').fill('{"client_name":"Theirs"}')
    await page.getByRole('button', { name: 'Adopt client' }).click()
    await expect(page.getByText('The answer has to name the client_id.')).toBeVisible()
    await page.getByLabel('Client information').fill('{"client_id":"c1","client_name":"Theirs"}')
    await page.getByRole('button', { name: 'Adopt client' }).click()
    await expect(page.getByRole('heading', { name: 'Theirs' })).toBeVisible()
    await page.getByRole('button', { name: 'All clients' }).click()
  })

  await test.step('a sweep says what it will delete, and what it could not', async () => {
    await page.getByRole('button', { name: 'Sweep' }).click()
    await page.getByRole('button', { name: 'Delete 3 clients…' }).click()
    await expect(page.getByRole('dialog')).toContainText('Theirs')
    await clients.confirm('Delete 3 clients')
    await expect(page.getByText('Deleted 2 clients, left 1 client behind.')).toBeVisible()
    await expect(clients.row(/Renamed/)).toContainText('Deleted')
    await expect(clients.row(/Theirs/)).toContainText('Not checked')
  })
})
