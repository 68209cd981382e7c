import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { WxtVitest } from 'wxt/testing/vitest-plugin'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{shared,companion,docs/examples,e2e/interop}/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias: { 'dcr-lab/vitest': join(import.meta.dirname, 'e2e/kit/vitest.ts') } },
        test: {
          name: 'package',
          environment: 'node',
          include: ['e2e/package/*.test.ts', 'e2e/kit/**/*.test.ts', 'examples/vitest/*.test.ts'],
          globalSetup: ['e2e/kit/test/build-first.mjs'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        plugins: [WxtVitest()],
        test: {
          name: 'extension',
          environment: 'happy-dom',
          include: ['extension/**/*.test.{ts,tsx}'],
          setupFiles: ['extension/testing/be-patient.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
