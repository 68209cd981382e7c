import { defineStandardDialect } from '../standard/standard-dialect.ts'

/** An authorization server without dynamic registration, which clients have to notice. */
export const dialect = defineStandardDialect({
  path: '/none',
  registration: 'none',
  isForMcp: false,
})
