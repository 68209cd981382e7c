import { expect, type Locator, type Page } from '@playwright/test'
import type { StepId, Target } from '#shared/contract/run.ts'
import { getStep } from '#shared/journeys/read-steps.ts'
import { dcr } from '#shared/journeys/journeys.ts'

const STEP_IDS: readonly StepId[] = dcr.steps.map(({ id }) => id)
const OKTA = { journey: 'dcr', provider: 'okta' } as const

/** The side panel, as a person with a keyboard or a mouse uses it. */
export class JourneyPanel {
  readonly page: Page
  readonly connection: Locator
  readonly next: Locator
  readonly alert: Locator

  constructor(page: Page) {
    this.page = page
    this.connection = page.getByRole('status', { name: 'Connection' })
    this.next = page.getByRole('button', { name: 'Next', exact: true })
    this.alert = page.getByRole('alert')
  }

  async isReady(): Promise<void> {
    await expect(this.page.locator('body[data-dcr-ready]')).toBeAttached()
    await expect(this.connection).toContainText('Connected')
  }

  step(id: StepId): Locator {
    return this.page.locator(`[data-step="${id}"]`)
  }

  /** Presses the step's own verb and waits for its result. */
  async run(id: StepId, target: Target = 'embedded'): Promise<void> {
    await this.press(id, target)
    await expect(this.step(id).getByRole('heading', { name: /^Result/ })).toBeVisible()
  }

  async press(id: StepId, target: Target = 'embedded'): Promise<void> {
    const { runLabel } = getStep({ ...OKTA, target }, id)
    await this.page.getByRole('button', { name: runLabel, exact: true }).click()
  }

  /** Opens a step from the list behind the progress bar. */
  async goTo(id: StepId): Promise<void> {
    const { title } = getStep({ ...OKTA, target: 'embedded' }, id)
    const list = this.page.getByRole('navigation', { name: 'Steps of the journey' })
    await list.getByRole('button', { name: /of \d+ done/ }).click()
    await list.getByRole('button', { name: new RegExp(title) }).click()
    await expect(this.step(id)).toBeVisible()
  }

  /** Runs the steps from the one on screen up to and including `last`. */
  async runUpTo(last: StepId, first: StepId = 'api-token'): Promise<void> {
    const ids = STEP_IDS.slice(STEP_IDS.indexOf(first), STEP_IDS.indexOf(last) + 1)
    for (const id of ids) {
      await expect(this.step(id)).toBeVisible()
      await this.run(id)
      if (id !== last) await this.next.click()
    }
  }

  /** The value of one fact of the result. */
  fact(label: string): Locator {
    return this.page.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]')
  }
}
