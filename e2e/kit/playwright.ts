/**
 * `dcr-lab/playwright`: fixtures and matchers for Playwright.
 *
 * @module
 */
import {
  test as base,
  expect as baseExpect,
  type Expect,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestType,
} from '@playwright/test'
import { matchers } from './matchers/matchers.ts'
import { type DcrLabFixtures, type DcrLabWorkerFixtures, fixtures } from './playwright/fixtures.ts'
import type { DcrLabOptions } from './playwright/options.ts'

export { fixtures, matchers }
export type { DcrLabFixtures, DcrLabOptions, DcrLabWorkerFixtures }
export { Rejection } from './lab/rejection.ts'
export type { OutsideProvider } from './lab/choose-provider.ts'
export type { Client, Metadata } from './fixtures/client.ts'
export type { AccessToken } from './fixtures/token.ts'
export type { GatewayAnswer } from './fixtures/gateway.ts'

/** Playwright's `test` with the fixtures of DCR Lab. */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & DcrLabFixtures & DcrLabOptions,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & DcrLabWorkerFixtures
> = base.extend<DcrLabFixtures & DcrLabOptions, DcrLabWorkerFixtures>(fixtures)

/** Playwright's `expect` with the matchers of DCR Lab. */
export const expect: Expect<typeof matchers> = baseExpect.extend(matchers)
