import { AxeBuilder } from '@axe-core/playwright'
import { DoctorPage } from '../pages/doctor-page.ts'
import { JourneyPanel } from '../pages/journey-panel.ts'
import { OnboardingPage } from '../pages/onboarding-page.ts'
import { expect, test } from '../support/test.ts'

test('the doctor names what was broken, mends it, and says so of a host that does not answer', async ({
  companion,
  browserWithExtension,
}) => {
  const onboarding = await OnboardingPage.open(browserWithExtension, companion.addresses.control)
  await onboarding.pair(companion)
  const page = await browserWithExtension.context.newPage()
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto(browserWithExtension.pageUrl('sidepanel.html'))
  await new JourneyPanel(page).isReady()
  const doctor = await DoctorPage.open(page)

  await test.step('the set-up of the run is sound', async () => {
    await expect(page.getByText('What you will see')).toBeVisible()
    await doctor.examine()
    await expect(page.getByRole('paragraph').filter({ hasText: 'Nothing is wrong' })).toBeVisible()
  })

  await test.step('a planted fault is named, and mended with one button', async () => {
    await companion.client.startScenario({ body: { name: 'iat-exhausted' } })
    await doctor.choose('dialect keycloak')
    await doctor.examine()
    await expect(doctor.stages).toContainText('The initial access token has expired or is used up')
    await expect(doctor.stages).toContainText('not reached')
    await expect(page.getByRole('heading', { name: 'On the wire' })).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.getByRole('button', { name: 'Apply and examine again' }).click()
    await expect(page.getByText('After the fix: Get a new token.')).toBeVisible()
    await expect(doctor.stages).not.toContainText('The initial access token has expired')
    await expect(doctor.stages).not.toContainText('not reached')
    await companion.client.stopScenario()
  })

  await test.step('an address is asked for until it is one', async () => {
    await doctor.choose('host')
    await page.getByLabel('Host or issuer').fill('no address')
    await doctor.examine()
    await expect(page.getByLabel('Host or issuer')).toHaveAttribute('aria-invalid', 'true')
    await page.getByLabel('Host or issuer').fill('127.0.0.1:9')
    await doctor.examine()
    await expect(doctor.stages).toContainText('nothing listens there')
    await expect(page.getByRole('button', { name: 'Apply and examine again' })).toBeHidden()
  })

  await test.step('a reload loses nothing that was found', async () => {
    await page.reload()
    await new JourneyPanel(page).isReady()
    await DoctorPage.open(page)
    await expect(doctor.stages).toContainText('nothing listens there')
    await page.getByText('Other examinations: 3').click()
    await page.getByRole('button', { name: /has expired or is used up/ }).click()
    await expect(doctor.stages).toContainText('No remaining count')
  })
})
