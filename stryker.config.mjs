import { existsSync } from 'node:fs'
import { posix } from 'node:path'

/**
 * What `npm run mutation` changes, line by line, to see whether a test notices. By group, since each
 * has to reach the threshold by itself; paths are relative to companion/gateway.
 */
export const GROUPS = {
  guard: [
    'request/framing.ts',
    'token/token-shape.ts',
    'token/strict-json.ts',
    'token/base64url.ts',
    '../../shared/oauth/access-token/token-kind.ts',
    '../../shared/oauth/access-token/token-profiles.ts',
    'token/time-claims.ts',
    'token/issuer-claims.ts',
    'decide/credential.ts',
    'jwks/lint-key.ts',
    'jwks/key-set.ts',
    'jwks/signing-key.ts',
    'decide/verify-token.ts',
    'decide/token-cache.ts',
    'memory/shared-parts.ts',
  ],
  path: [
    'request/request-path.ts',
    'go/go-path.ts',
    'api/route.ts',
    'endpoint/path-rules.ts',
    'policy/allowed-urls.ts',
    'perform/upstream-path.ts',
  ],
  headers: [
    'perform/request-headers.ts',
    'perform/response-headers.ts',
    'perform/hop-by-hop.ts',
    'perform/field-names.ts',
    'answer/rate-headers.ts',
  ],
  limits: [
    'limits/take-rate.ts',
    'limits/take-quota.ts',
    'policy/policy-limits.ts',
    'limits/session.ts',
    'memory/small-map.ts',
    'limits/memory-counting.ts',
    'memory/recent-map.ts',
    'limits/session-refusals.ts',
    'policy/endpoint-limits.ts',
    'endpoint/size-limits.ts',
  ],
  rules: [
    'request/caller-address.ts',
    'endpoint/endpoint-rules.ts',
    'endpoint/mock-reply.ts',
    'endpoint/oas-mock.ts',
    'endpoint/protected-resource.ts',
    'endpoint/cors.ts',
    'token/claim-rules.ts',
    'token/identity.ts',
    'policy/policy-choice.ts',
    'policy/entitlement.ts',
    'limits/limits-info.ts',
    'outcome/error-body.ts',
    'answer/bearer-answer.ts',
    'perform/upstream-fault.ts',
  ],
}

/** @param {string[]} group @returns {string[]} its files, relative to the root */
export function listFiles(group) {
  const files = group.map((file) => posix.join('companion/gateway', file))
  const missing = files.filter((file) => !existsSync(file))
  if (missing.length > 0)
    throw new Error(`Mutation names files that are not there: ${missing.join(', ')}`)
  return files
}

/** Percent of the mutants that a test has to notice, in every group. */
export const MINIMUM_SCORE = 85

export const REPORT = 'test-results/mutation/mutation.json'

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
const options = {
  mutate: Object.values(GROUPS).flatMap(listFiles),
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // A mutant that times out counts as noticed, so a busy machine must not make one.
  timeoutMS: 20_000,
  concurrency: 2,
  thresholds: { high: 95, low: 90, break: MINIMUM_SCORE },
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: {
    allowColor: false,
    logTests: false,
    reportTests: false,
    reportScoreTable: false,
  },
  jsonReporter: { fileName: REPORT },
  htmlReporter: { fileName: 'test-results/mutation/mutation.html' },
  // TypeScript 7 has no API for rewriting a configuration, and the paths in ours stay inside the copy.
  tsconfigFile: 'is-left-alone',
  tempDirName: '.stryker-tmp',
  ignorePatterns: [
    'dist',
    'test-results',
    'playwright-report',
    'e2e',
    'bench',
    'extension',
    'docs',
  ],
}
export default options
