import { defineConfig } from '@playwright/test'

/** `npm run soak:kit` counts what is left after these. */
export default defineConfig({
  fullyParallel: true,
  reporter: 'json',
  timeout: 120_000,
})
