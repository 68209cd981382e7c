import type { Exchange, HeaderLine, RecordedBody } from '../contract/exchange.ts'
import type { Verdict } from '../contract/verdict.ts'
import type { WalkRecord } from './walk.ts'

/** The exchanges and the refusals as a page for a person, such as an issue or a ticket. */
export function toMarkdown({ title, version, exchanges, runs, verdicts }: WalkRecord): string {
  const refused = verdicts.filter(({ is_allowed }) => !is_allowed)
  const problems = runs.flatMap(({ steps }) =>
    steps.flatMap(({ id, problem }) =>
      problem
        ? [`- Step \`${id}\`: ${problem.title}. ${problem.detail ?? ''} ${problem.hint ?? ''}`]
        : [],
    ),
  )
  return [
    `# ${title}`,
    '',
    `Recorded by DCR Lab ${version}; secrets are masked.`,
    ...section('What failed', [...problems, ...refused.map(describeRefusal)]),
    ...section('On the wire', [listCalls(exchanges)]),
    ...exchanges.flatMap(describeExchange),
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]
}

function describeRefusal({ method, path, status, checks }: Verdict): string {
  const failed = checks.find(({ state }) => state === 'failed')
  const [cause] = failed?.causes ?? []
  const why = failed
    ? `check \`${failed.id}\`: ${failed.reason ?? failed.title}`
    : 'no check failed'
  return `- \`${method} ${path}\` was answered ${status}: ${why}${cause ? ` ${cause.text}` : ''}`
}

function listCalls(exchanges: readonly Exchange[]): string {
  if (exchanges.length === 0) return 'Nothing went over the wire.'
  const rows = exchanges.map(
    ({ label, from, to, request, response, failure, duration_ms }, index) =>
      [
        index + 1,
        label,
        `${from} → ${to}`,
        `\`${request.method} ${request.url.replaceAll('|', '%7C')}\``,
        response?.status ?? failure ?? 'no answer',
        Math.round(duration_ms),
      ].join(' | '),
  )
  return [
    '| # | for | from → to | request | answer | ms |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n')
}

function describeExchange(
  { label, request, response, failure }: Exchange,
  index: number,
): string[] {
  const answer = response
    ? [`HTTP/1.1 ${response.status}`, ...response.headers.map(toLine), ...toText(response.body)]
    : [failure ?? 'No answer came.']
  const sent = [
    `${request.method} ${request.url}`,
    ...request.headers.map(toLine),
    ...toText(request.body),
  ]
  return ['', `### ${index + 1}. ${label}`, '', ...fence(sent), '', ...fence(answer)]
}

function toLine([name, value]: HeaderLine): string {
  return `${name}: ${value}`
}

function toText(body: RecordedBody | undefined): string[] {
  return body === undefined || body.text === '' ? [] : ['', body.text]
}

/** A fence longer than any that the text has. */
function fence(lines: readonly string[]): string[] {
  const text = lines.join('\n')
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  return [`${ticks}http`, text, ticks]
}
