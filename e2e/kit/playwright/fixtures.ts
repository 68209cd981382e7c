import { type Fixtures, test as base } from '@playwright/test'
import { readProvider } from '../lab/choose-provider.ts'
import { type KitCompanion, openCompanion } from '../lab/companion-child.ts'
import { Clients } from '../fixtures/client.ts'
import { Clock } from '../fixtures/clock.ts'
import { Gateway } from '../fixtures/gateway.ts'
import { IdentityProvider } from '../fixtures/idp.ts'
import { Journeys } from '../fixtures/journey.ts'
import { Replays } from '../fixtures/replay.ts'
import { Scenarios } from '../fixtures/scenario.ts'
import { Tokens } from '../fixtures/token.ts'
import { Lab, type ShowStep } from '../lab/lab.ts'
import { type Access, createAccess } from '../lab/provider-access.ts'
import { endTest } from './end-test.ts'
import { type ExtensionFixture, openExtension } from './open-extension.ts'
import type { DcrLabOptions } from './options.ts'

/** One for each test: nothing of a test is left for the next. */
export interface DcrLabFixtures {
  /** Walks journeys, as the panel does. */
  journey: Journeys
  /** Registers clients. */
  client: Clients
  /** Gets tokens, by each grant. */
  token: Tokens
  /** Calls APIs through the gateway; each answer carries its verdict. */
  gateway: Gateway
  /** The issuer, for an app under test. */
  idp: IdentityProvider
  /** Breaks something on purpose. */
  scenario: Scenarios
  /** The lab's clock. */
  clock: Clock
  /** Sends requests again, edited, and compares the answers. */
  replay: Replays
  /** Chromium with the extension, paired, and its side panel. */
  extension: ExtensionFixture
  /** What the others stand on: the control API, and what went over the wire. */
  dcrLab: Lab
  dcrAccess: Access
}

export interface DcrLabWorkerFixtures {
  /** The companion of this worker. */
  companion: KitCompanion
}

/** Long enough for a machine on which everything else runs, too. */
const START_LIMIT_MS = 60_000

const showStep: ShowStep = (title, body) => base.step(title, body, { box: true })

/** For `base.extend(fixtures)`; `mergeTests(test, …)` does the same with tests. */
export const fixtures: Fixtures<DcrLabFixtures & DcrLabOptions, DcrLabWorkerFixtures> = {
  dcrDialect: ['okta', { option: true }],
  dcrScenario: [undefined, { option: true }],
  dcrProvider: [readProvider(), { option: true }],
  dcrClock: [0, { option: true }],
  dcrBudget: [undefined, { option: true }],

  companion: [
    async ({}, use) => {
      const companion = await openCompanion()
      await use(companion)
      await companion.close()
    },
    { scope: 'worker', timeout: START_LIMIT_MS, title: 'DCR Lab companion' },
  ],
  dcrLab: [
    async (
      { companion, dcrDialect, dcrScenario, dcrProvider, dcrClock, dcrBudget },
      use,
      testInfo,
    ) => {
      const options = {
        dialect: dcrDialect,
        scenario: dcrScenario,
        provider: dcrProvider,
        clockOffsetSeconds: dcrClock,
        budget: dcrBudget,
      }
      const lab = await Lab.begin(companion, options, showStep)
      await use(lab)
      await endTest(lab, testInfo)
    },
    { title: 'DCR Lab' },
  ],
  dcrAccess: [
    async ({ dcrLab }, use) => {
      await use(createAccess(dcrLab))
    },
    { box: true },
  ],
  journey: async ({ dcrLab }, use) => {
    await use(new Journeys(dcrLab))
  },
  client: async ({ dcrLab, dcrAccess }, use) => {
    await use(new Clients(dcrLab, dcrAccess))
  },
  token: async ({ dcrLab, dcrAccess }, use) => {
    await use(new Tokens(dcrLab, dcrAccess))
  },
  gateway: async ({ dcrLab }, use) => {
    await use(new Gateway(dcrLab))
  },
  idp: async ({ dcrLab, dcrAccess, client }, use) => {
    const opened = await dcrAccess.open()
    await use(new IdentityProvider(dcrLab, { ...dcrAccess, opened }, client))
  },
  scenario: async ({ dcrLab }, use) => {
    await use(new Scenarios(dcrLab))
  },
  clock: async ({ dcrLab }, use) => {
    await use(new Clock(dcrLab))
  },
  replay: async ({ dcrLab }, use) => {
    await use(new Replays(dcrLab))
  },
  extension: [
    async ({ companion, dcrLab: _lab }, use, testInfo) => {
      const extension = await openExtension(companion, testInfo.outputPath('extension'))
      await use(extension)
      await extension.close()
    },
    { timeout: START_LIMIT_MS, title: 'DCR Lab extension' },
  ],
}
