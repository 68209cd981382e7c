import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { 'dcr-lab/vitest': join(import.meta.dirname, '../../vitest.ts') } },
  test: { include: ['fails.suite.ts'], testTimeout: 60_000, reporters: ['json'] },
})
