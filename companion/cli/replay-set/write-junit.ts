import Builder from 'fast-xml-builder'
import type { SetResult, SetRun } from '#shared/contract/replay/replay-set.ts'

/** What XML 1.0 has no spelling for, not even as an escape. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

/**
 * A run as JUnit XML, one test case for each request.
 *
 * @see [The format as CI servers read it](https://github.com/testmoapp/junitxml)
 */
export function writeJunit(run: SetRun): string {
  const builder = new Builder({
    format: true,
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
  })
  const counts = {
    '@_name': clean(run.name),
    '@_tests': run.results.length,
    '@_failures': run.results.filter(({ state }) => state === 'failed').length,
    '@_errors': run.results.filter(({ state }) => state === 'error').length,
    '@_time': seconds(run.duration_ms),
  }
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    testsuites: {
      ...counts,
      testsuite: {
        ...counts,
        '@_timestamp': run.at,
        testcase: run.results.map((result) => buildCase(run, result)),
      },
    },
  })
}

function buildCase(run: SetRun, result: SetResult): Record<string, unknown> {
  const attributes = {
    '@_name': clean(result.name),
    '@_classname': clean(run.name),
    '@_time': seconds(result.duration_ms),
  }
  if (result.state === 'passed') return attributes
  const lines = [
    ...(result.failure === undefined ? [] : [result.failure]),
    ...result.assertions
      .filter(({ is_met }) => !is_met)
      .map(({ expected, came }) => `expected ${expected}; came ${came}`),
  ]
  const problem = {
    '@_message': clean(lines[0] ?? 'It failed'),
    '@_type': result.state === 'error' ? 'NotSent' : 'Assertion',
    '#text': clean(`${result.method} ${result.url}\n${lines.join('\n')}`),
  }
  return { ...attributes, [result.state === 'error' ? 'error' : 'failure']: problem }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function clean(text: string): string {
  return text.replace(NOT_XML, '\uFFFD')
}
