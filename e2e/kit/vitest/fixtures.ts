import type { TestContext } from 'vitest'
import { Clients } from '../fixtures/client.ts'
import { Clock } from '../fixtures/clock.ts'
import { Gateway } from '../fixtures/gateway.ts'
import { IdentityProvider } from '../fixtures/idp.ts'
import { Journeys } from '../fixtures/journey.ts'
import { Replays } from '../fixtures/replay.ts'
import { Scenarios } from '../fixtures/scenario.ts'
import { Tokens } from '../fixtures/token.ts'
import { readProvider } from '../lab/choose-provider.ts'
import { type KitCompanion, openCompanion } from '../lab/companion-child.ts'
import { Lab, type ShowStep } from '../lab/lab.ts'
import { type Access, createAccess } from '../lab/provider-access.ts'
import type { DcrLabOptions } from '../playwright/options.ts'
import { endTest } from './end-test.ts'

type Use<T> = (value: T) => Promise<void>
type WithLab = { dcrLab: Lab }
type WithAccess = WithLab & { dcrAccess: Access }

/** Vitest has no steps. */
const showNothing: ShowStep = (_title, body) => body()

/** For `test.extend`: the fixtures of Playwright but the extension, and the options as fixtures. */
export const fixtures = {
  dcrDialect: 'okta' as DcrLabOptions['dcrDialect'],
  dcrScenario: undefined as DcrLabOptions['dcrScenario'],
  dcrProvider: readProvider(),
  dcrClock: 0,
  dcrBudget: undefined as DcrLabOptions['dcrBudget'],

  companion: [
    async ({}, use: Use<KitCompanion>) => {
      const companion = await openCompanion()
      await use(companion)
      await companion.close()
    },
    { scope: 'worker' as const },
  ],
  async dcrLab(
    {
      companion,
      dcrDialect,
      dcrScenario,
      dcrProvider,
      dcrClock,
      dcrBudget,
      task,
    }: DcrLabOptions & { companion: KitCompanion } & Pick<TestContext, 'task'>,
    use: Use<Lab>,
  ) {
    const options = {
      dialect: dcrDialect,
      scenario: dcrScenario,
      provider: dcrProvider,
      clockOffsetSeconds: dcrClock,
      budget: dcrBudget,
    }
    const lab = await Lab.begin(companion, options, showNothing)
    await use(lab)
    await endTest(lab, task)
  },
  async dcrAccess({ dcrLab }: WithLab, use: Use<Access>) {
    await use(createAccess(dcrLab))
  },
  async journey({ dcrLab }: WithLab, use: Use<Journeys>) {
    await use(new Journeys(dcrLab))
  },
  async client({ dcrLab, dcrAccess }: WithAccess, use: Use<Clients>) {
    await use(new Clients(dcrLab, dcrAccess))
  },
  async token({ dcrLab, dcrAccess }: WithAccess, use: Use<Tokens>) {
    await use(new Tokens(dcrLab, dcrAccess))
  },
  async gateway({ dcrLab }: WithLab, use: Use<Gateway>) {
    await use(new Gateway(dcrLab))
  },
  async idp(
    { dcrLab, dcrAccess, client }: WithAccess & { client: Clients },
    use: Use<IdentityProvider>,
  ) {
    const opened = await dcrAccess.open()
    await use(new IdentityProvider(dcrLab, { ...dcrAccess, opened }, client))
  },
  async scenario({ dcrLab }: WithLab, use: Use<Scenarios>) {
    await use(new Scenarios(dcrLab))
  },
  async replay({ dcrLab }: WithLab, use: Use<Replays>) {
    await use(new Replays(dcrLab))
  },
  async clock({ dcrLab }: WithLab, use: Use<Clock>) {
    await use(new Clock(dcrLab))
  },
}
