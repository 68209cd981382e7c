/**
 * What `npm run mutation` changes, line by line, to see whether a test notices. By group, since each
 * has to reach the threshold by itself; paths are relative to companion/gateway.
 */
export const GROUPS = {
  guard: [
    'decide/wire-guard.ts',
    'decide/token-shape.ts',
    'decide/strict-json.ts',
    'decide/base64url.ts',
    'decide/token-kind.ts',
    'decide/token-profiles.ts',
    'decide/time-claims.ts',
    'decide/issuer-claims.ts',
    'decide/credential.ts',
    'jwks/lint-key.ts',
    'jwks/key-set.ts',
    'jwks/signing-key.ts',
    'verify-token.ts',
    'token-cache.ts',
    'shared-parts.ts',
  ],
  path: [
    'decide/request-path.ts',
    'decide/go-path.ts',
    'decide/route.ts',
    'decide/path-rules.ts',
    'decide/allowed-urls.ts',
    'perform/upstream-path.ts',
  ],
  headers: [
    'perform/request-headers.ts',
    'perform/response-headers.ts',
    'perform/hop-by-hop.ts',
    'perform/field-names.ts',
    'decide/rate-headers.ts',
  ],
  limits: [
    'decide/take-rate.ts',
    'decide/take-quota.ts',
    'decide/policy-limits.ts',
    'decide/session.ts',
    'decide/small-map.ts',
    'session-store.ts',
    'recent-map.ts',
    'decide/session-refusals.ts',
    'decide/endpoint-limits.ts',
    'decide/size-limits.ts',
  ],
  rules: [
    'decide/caller-address.ts',
    'decide/endpoint-rules.ts',
    'decide/mock-reply.ts',
    'decide/oas-mock.ts',
    'decide/protected-resource.ts',
    'decide/cors.ts',
    'decide/claim-rules.ts',
    'decide/identity.ts',
    'decide/policy-choice.ts',
    'decide/entitlement.ts',
    'decide/limits-info.ts',
    'decide/error-body.ts',
    'decide/bearer-answer.ts',
    'perform/upstream-fault.ts',
  ],
}

/** Percent of the mutants that a test has to notice, in every group. */
export const MINIMUM_SCORE = 85

export const REPORT = 'test-results/mutation/mutation.json'

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
const options = {
  mutate: Object.values(GROUPS).flatMap((files) =>
    files.map((file) => `companion/gateway/${file}`),
  ),
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './scripts/ignore-explanations.mjs'],
  ignorers: ['explanations'],
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
