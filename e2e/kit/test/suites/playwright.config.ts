import { defineConfig } from '@playwright/test'

/** Suites whose outcome a test looks at; some of them fail on purpose. */
export default defineConfig({
  testDir: '.',
  fullyParallel: false,
  workers: 1,
  reporter: 'json',
  timeout: 60_000,
})
