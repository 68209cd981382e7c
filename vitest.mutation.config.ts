import { defineConfig } from 'vitest/config'

/**
 * The gateway's tests of single functions. Those that start a gateway are left out: they would notice
 * much, slowly, and what a file decides has to be held by a test of that file.
 */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['companion/gateway/**/*.test.ts', 'shared/oauth/access-token/*.test.ts'],
    exclude: ['**/gateway/test/**', '**/workers/**'],
  },
})
