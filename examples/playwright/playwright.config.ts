import { defineConfig } from '@playwright/test'
import type { DcrLabOptions } from 'dcr-lab/playwright'

export default defineConfig<DcrLabOptions>({
  fullyParallel: true,
  reporter: 'list',
  use: { dcrDialect: 'okta' },
})
