import { test as base } from '@playwright/test'
import {
  type CompanionProcess,
  type ForeignIdp,
  startCompanion,
  startForeignIdp,
} from './companion-process.ts'
import { type ExtensionBrowser, openExtensionBrowser } from '../kit/playwright/extension-browser.ts'

type Launch = typeof startCompanion
type LaunchIdp = typeof startForeignIdp

interface Fixtures {
  /** Starts companions that the test stops and starts itself; what is left running ends with it. */
  launchCompanion: Launch
  launchForeignIdp: LaunchIdp
  /** A real companion on free ports with empty directories; gone when the test ends. */
  companion: CompanionProcess
  /** Chromium with our extension, in a throw-away profile. */
  browserWithExtension: ExtensionBrowser
}

export const test = base.extend<Fixtures>({
  companion: async ({}, use, testInfo) => {
    const companion = await startCompanion(testInfo.outputPath('companion'))
    await use(companion)
    await companion.stop()
  },
  launchCompanion: async ({}, use) => {
    const started: CompanionProcess[] = []
    await use(async (...options) => {
      const companion = await startCompanion(...options)
      started.push(companion)
      return companion
    })
    await Promise.all(started.map((companion) => companion.stop()))
  },
  launchForeignIdp: async ({}, use) => {
    const started: ForeignIdp[] = []
    await use(async (...options) => {
      const idp = await startForeignIdp(...options)
      started.push(idp)
      return idp
    })
    await Promise.all(started.map((idp) => idp.stop()))
  },
  browserWithExtension: async ({}, use, testInfo) => {
    const browser = await openExtensionBrowser(testInfo.outputPath('profile'))
    await use(browser)
    await browser.close()
  },
})

export { expect } from '@playwright/test'
