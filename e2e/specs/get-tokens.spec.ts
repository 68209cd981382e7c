import { randomUUID } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { TokensPage } from '../pages/tokens-page.ts'
import type { CompanionProcess } from '../support/companion-process.ts'
import { expect, test } from '../support/test.ts'
import { walkByApi } from '../support/walk-by-api.ts'

/** A client with which a person signs in. */
async function registerApp({ addresses, client }: CompanionProcess): Promise<void> {
  await client.registerClient({
    body: {
      id: randomUUID(),
      origin: 'cli',
      provider: 'other',
      idp_host: `${addresses.idp}/mcp`,
      registration_endpoint: `${addresses.idp}/mcp/reg`,
      metadata: {
        client_name: 'Sign-in app',
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${addresses.portal}/oauth/callback`],
      },
    },
  })
}

test('a person gets tokens, looks into them, compares, introspects and revokes', async ({
  companion,
  browserWithExtension,
}) => {
  await walkByApi(companion.client, 'okta', 'token')
  await registerApp(companion)
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  const tokens = await TokensPage.open(page)
  await expect(tokens.list.getByRole('listitem')).toHaveCount(1)
  const client = page.getByLabel('Client', { exact: true })

  await test.step('a scope that nobody knows is refused in the provider’s words', async () => {
    await client.selectOption({ index: 1 })
    await page.getByLabel('Scope').fill('nobody-knows-this')
    await tokens.getToken()
    await expect(page.getByRole('alert')).toContainText('invalid_scope')
  })

  await test.step('a token is got, and its inside is checked against the keys', async () => {
    await page.getByLabel('Scope').fill('tyk')
    await tokens.getToken()
    await expect(page.getByRole('heading', { name: 'Token of OKTA Client' })).toBeFocused()
    await expect(tokens.checks).toContainText('A key of the provider’s set signed it')
    await expect(page.getByRole('table', { name: 'Claims' })).toContainText('scp')
    await page.getByRole('button', { name: 'Compare' }).click()
    await expect(page.getByRole('table', { name: 'Claims' }).last()).toContainText('jti')
    await page.getByRole('button', { name: 'Introspect' }).click()
    await expect(page.getByText('The provider says: active')).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })

  await test.step('it is revoked after a question, and the provider says so', async () => {
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke token' }).click()
    await expect(page.getByText('Revoked at the provider', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Introspect' }).click()
    await expect(page.getByText('The provider says: not active')).toBeVisible()
    await tokens.backToList()
    await expect(tokens.list).toContainText('Revoked')
  })

  await test.step('a person signs in at the provider, and the token appears by itself', async () => {
    await client.selectOption({ index: 0 })
    await expect(page.getByLabel('Grant')).toHaveValue('authorization_code')
    await page.getByLabel('Scope').fill('openid offline_access')
    await page.getByRole('button', { name: 'Start' }).click()
    const [signIn] = await Promise.all([
      browserWithExtension.context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in at the provider' }).click(),
    ])
    await signIn.getByLabel('User name').fill('ada')
    await signIn.getByRole('button', { name: 'Sign in' }).click()
    await expect(signIn.getByText('The token is here')).toBeVisible()
    await signIn.close()
    await expect(page.getByRole('heading', { name: 'Token of Sign-in app' })).toBeVisible()
  })

  await test.step('its refresh token brings another one', async () => {
    await tokens.backToList()
    await page.getByLabel('Grant').selectOption('refresh_token')
    await tokens.getToken()
    await expect(page.getByText('Refresh token', { exact: true })).toBeVisible()
    await tokens.backToList()
    await expect(tokens.list.getByRole('listitem')).toHaveCount(4)
  })
})
