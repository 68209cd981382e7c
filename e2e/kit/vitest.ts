/**
 * `dcr-lab/vitest`: fixtures and matchers for API suites that run in Vitest.
 *
 * @module
 */
import { test as base, expect } from 'vitest'
import type { Clients } from './fixtures/client.ts'
import type { Clock } from './fixtures/clock.ts'
import type { Gateway } from './fixtures/gateway.ts'
import type { IdentityProvider } from './fixtures/idp.ts'
import type { Journeys } from './fixtures/journey.ts'
import type { Replays } from './fixtures/replay.ts'
import type { Scenarios } from './fixtures/scenario.ts'
import type { Tokens } from './fixtures/token.ts'
import type { KitCompanion } from './lab/companion-child.ts'
import type { Lab } from './lab/lab.ts'
import type { Access } from './lab/provider-access.ts'
import { type DcrLabMatchers, matchers } from './matchers/matchers.ts'
import type { DcrLabOptions } from './playwright/options.ts'
import { fixtures } from './vitest/fixtures.ts'

declare module 'vitest' {
  // The type parameter has to be the one of Vitest's own declaration.
  interface Matchers<T> extends DcrLabMatchers {}
}

export interface DcrLabContext extends DcrLabOptions {
  companion: KitCompanion
  dcrLab: Lab
  dcrAccess: Access
  journey: Journeys
  client: Clients
  token: Tokens
  gateway: Gateway
  idp: IdentityProvider
  scenario: Scenarios
  replay: Replays
  clock: Clock
}

expect.extend(matchers)

/** Vitest's `test` with the fixtures of DCR Lab. Not for `test.concurrent`: a companion serves one test at a time. */
export const test = base.extend<DcrLabContext>(fixtures as never)

export { expect, fixtures, matchers }
export type { DcrLabMatchers, DcrLabOptions }
export { Rejection } from './lab/rejection.ts'
export type { OutsideProvider } from './lab/choose-provider.ts'
export type { Client, Metadata } from './fixtures/client.ts'
export type { AccessToken } from './fixtures/token.ts'
export type { GatewayAnswer } from './fixtures/gateway.ts'
