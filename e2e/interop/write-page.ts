import { format, resolveConfig } from 'prettier'
import type { InteropServer } from './interop-server.ts'
import type { RowResult } from './row.ts'
import type { ServerResult } from './run-server.ts'

const HEAD = `<!-- Written by npm run interop. -->

# Beside real servers

\`npm run interop\` obtains servers of other people, starts them on free ports of 127.0.0.1, walks the journey, a client's whole life, every grant that needs no person and the doctor at each, cleans up and stops them. Packages have pinned versions and checked sums and are kept in \`$XDG_CACHE_HOME/dcr-lab/interop\`. \`npm run interop -- NAME…\` tries the named ones, \`--list\` names them all. The exit code is 0 when everything was tried and right, 1 when something was wrong, 3 when nothing was wrong and a server was not obtained.

A row is right when its end is the true one for that server, which stands with its reason in \`e2e/interop/servers\`: that may well be a refusal, told in words that a person can act on.

A server that you run already is tried by its address: \`DCR_INTEROP_HYDRA_URL\`, \`DCR_INTEROP_OKTA_URL\`, \`DCR_INTEROP_PINGFEDERATE_URL\` or, for any other, \`DCR_INTEROP_OWN_URL\`; its initial access token or API token in \`…_TOKEN\`, its kind, where it is another one, in \`…_PROVIDER\`. What is registered there is deleted again.

A Tyk Gateway that you run on this machine is tried by \`npm run interop -- tyk\` with \`DCR_TYK_URL\` and \`DCR_TYK_SECRET\`, and \`DCR_TYK_API_URL\` where it serves APIs at another address than its Gateway API: a definition and its policy are pushed, called, pulled back and compared, the recorded cases replayed, and all of it removed. \`policies.policy_path\` has to be set there.
`

/** docs/interop.md: the latest result of every server. */
export async function writePage(
  servers: readonly InteropServer[],
  results: readonly ServerResult[],
): Promise<string> {
  const found = servers.map((server) => ({
    server,
    result: results.find(({ name }) => name === server.name),
  }))
  const lines = [
    HEAD,
    '| server | version | date | tried | right | wrong |',
    '| --- | --- | --- | --- | --- | --- |',
    ...found.map(({ server, result }) => summaryLine(server, result)),
    ...found.flatMap(({ result }) =>
      result && result.state === 'tried' ? writeServer(result) : [],
    ),
  ]
  const path = 'docs/interop.md'
  return format(`${lines.join('\n')}\n`, { ...(await resolveConfig(path)), parser: 'markdown' })
}

function summaryLine({ title, version }: InteropServer, result?: ServerResult): string {
  const head = `| ${title} | ${version} |`
  if (!result) return `${head} | not run | | |`
  const date = result.at.slice(0, 10)
  if (result.state !== 'tried')
    return `${head} ${date} | ${result.state}: ${cell(result.why ?? '')} | | |`
  const wrong = result.rows.filter(isWrong).length
  return `${head} ${date} | ${result.rows.length} | ${result.rows.length - wrong} | ${wrong} |`
}

function writeServer({ title, version, rows }: ServerResult): string[] {
  return [
    '',
    `## ${title} ${version}`,
    '',
    '| row | seen | because | |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      (row) =>
        `| ${cell(row.name)} | ${cell(row.seen.ends)} | ${cell(row.expected.because)} | ${isWrong(row) ? `wrong: ${cell(row.faults.join('; '))}` : 'right'} |`,
    ),
  ]
}

function isWrong({ faults }: RowResult): boolean {
  return faults.length > 0
}

/** One line, without what would end a cell or name a port of this run. */
function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll(/(127\.0\.0\.1|localhost):\d+/g, '$1:PORT')
    .slice(0, 300)
}
