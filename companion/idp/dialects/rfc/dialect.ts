import { defineStandardDialect } from '../standard/standard-dialect.ts'

/** Registration as RFC 7591 and RFC 7592 have it, for bearers of an initial access token. */
export const dialect = defineStandardDialect({
  path: '/rfc',
  registration: 'with_token',
  isForMcp: false,
})
