import { defineConfig } from 'vitest/config'

/** The gateway's tests, without those that repeat thousands of times or write pages. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['companion/gateway/**/*.test.ts'],
    exclude: [
      'companion/gateway/properties.test.ts',
      'companion/gateway/tyk-differences.test.ts',
      'companion/gateway/verdict-gallery.test.ts',
    ],
  },
})
