import { defineConfig } from '@playwright/test'

export default defineConfig({
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env['DCR_REPORT']
    ? [['list'], ['json', { outputFile: process.env['DCR_REPORT'] }]]
    : 'list',
  use: { trace: 'off' },
  projects: [
    { name: 'panel', testDir: 'e2e/specs' },
    { name: 'examples', testDir: 'examples/playwright' },
  ],
})
