/**
 * `dcr-lab/playwright`: fixtures and matchers for Playwright.
 *
 * @module
 */
import { test as base, expect as baseExpect } from '@playwright/test'
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
export const test = base.extend<DcrLabFixtures & DcrLabOptions, DcrLabWorkerFixtures>(fixtures)

/** Playwright's `expect` with the matchers of DCR Lab. */
export const expect = baseExpect.extend(matchers)
