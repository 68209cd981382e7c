/**
 * The rows of the scorecard. A row is measured by test files (`tests`: all of their tests must pass), or by
 * a script that prints a line of JSON (`script`); `full` takes more rounds than `quick`. A row with neither
 * says why it did not run.
 *
 * @typedef {{
 *   row: number, figure: string, threshold: string, tests?: string[], note?: string,
 *   script?: { quick?: string[], full: string[], isMet: (report: any) => boolean, tell: (report: any) => string, needsRoot?: boolean },
 *   notRun?: string,
 * }} Row
 * @type {Row[]}
 */
export const ROWS = [
  {
    row: 1,
    figure: 'attack tokens through the gateway',
    threshold: 'every bad one refused, every good form passes',
    tests: ['companion/gateway/test/tokens.test.ts', 'companion/gateway/token'],
  },
  {
    row: 2,
    figure: 'Wycheproof vectors',
    threshold: '401 with 8 named overrides; 139 JWE; keys 26',
    notRun: 'the published vectors are not part of this repository',
  },
  {
    row: 3,
    figure: 'mutated tokens, paths and headers, random cases',
    threshold: '0 accepted, 0 paths outside, 0 fields passed on',
    tests: ['companion/gateway/test/properties.test.ts'],
    note: '10 000 cases of each kind with --quick, 100 000 with --full',
  },
  {
    row: 4,
    figure: 'fetches of key sets under floods and outages (4, 5)',
    threshold: '1 while healthy; stale keys serve during an outage',
    tests: ['companion/gateway/jwks', 'companion/gateway/test/keys.test.ts'],
  },
  {
    row: 6,
    figure: 'raw requests, paths, upstreams, addresses',
    threshold: 'as RFC 9110, 9112 and docs/security.md say',
    tests: [
      'companion/gateway/request',
      'companion/gateway/test/requests.test.ts',
      'companion/gateway/test/paths.test.ts',
      'companion/gateway/test/upstream.test.ts',
      'companion/gateway/test/proxy.test.ts',
      'companion/gateway/test/streams.test.ts',
      'companion/outgoing',
    ],
  },
  {
    row: 7,
    figure: 'smuggled requests, mutated byte streams',
    threshold: '0',
    script: {
      quick: ['node', 'scripts/smuggle.mjs', '--streams', '4000', '--json'],
      full: ['node', 'scripts/smuggle.mjs', '--streams', '100000', '--json'],
      isMet: ({ smuggled, requests }) => smuggled === 0 && requests > 0,
      tell: ({ streams, decisions, requests, smuggled }) =>
        `${streams} streams, ${decisions} requests let through, ${requests} upstream, ${smuggled} smuggled`,
    },
  },
  {
    row: 8,
    figure: 'callers on this machine: Host, Origin, pages, pairing, sessions',
    threshold: 'strangers get nothing',
    tests: [
      'companion/control',
      'companion/http',
      'companion/pairing',
      'companion/portal',
      'companion/sample-api',
    ],
    note: 'with a real browser: e2e/specs/meet-a-squatter.spec.ts, part of npm test',
  },
  {
    row: 9,
    figure: 'the extension: hostile texts, storage, messages',
    threshold: '14 of 14',
    notRun: 'the cases are browser specs of npm test; they are not counted here',
  },
  {
    row: 10,
    figure: 'kill -9 of a writing store',
    threshold: '0 acknowledged changes lost',
    script: {
      quick: ['node', 'scripts/kill-writes.mjs', '--kills', '100', '--json'],
      full: ['node', 'scripts/kill-writes.mjs', '--kills', '1000', '--json'],
      isMet: ({ lost, unreadable }) => lost + unreadable === 0,
      tell: ({ kills, acknowledgements, lost, unreadable }) =>
        `${kills} kills, ${acknowledgements} acknowledged, ${lost} lost, ${unreadable} unreadable`,
    },
  },
  {
    row: 11,
    figure: 'power cuts of a writing store',
    threshold: '0 acknowledged changes lost, 0 unreadable',
    script: {
      quick: ['node', 'scripts/cut-power.mjs', '--cuts', '10', '--json'],
      full: ['node', 'scripts/cut-power.mjs', '--cuts', '100', '--json'],
      needsRoot: true,
      isMet: ({ lost, unreadable }) => lost + unreadable === 0,
      tell: ({ cuts, acknowledgements, lost, unreadable }) =>
        `${cuts} cuts, ${acknowledgements} acknowledged, ${lost} lost, ${unreadable} unreadable`,
    },
    note: 'ext4 on a loop device',
  },
  {
    row: 11.1,
    figure: 'control: power cuts of stock lowdb',
    threshold: 'must lose: otherwise row 11 shows nothing',
    script: {
      quick: ['node', 'scripts/cut-power.mjs', '--cuts', '3', '--control', '--json'],
      full: ['node', 'scripts/cut-power.mjs', '--cuts', '10', '--control', '--json'],
      needsRoot: true,
      isMet: ({ lost, unreadable }) => lost + unreadable > 0,
      tell: ({ cuts, acknowledgements, lost }) =>
        `${cuts} cuts, ${acknowledgements} acknowledged, ${lost} records lost`,
    },
  },
  {
    row: 12,
    figure: 'system calls of a writing store that fail',
    threshold: '200, 0 acknowledged and then lost',
    script: {
      quick: ['node', 'scripts/break-writes.mjs', '--errors', '20', '--json'],
      full: ['node', 'scripts/break-writes.mjs', '--errors', '200', '--json'],
      isMet: ({ errors, lost, unreadable }) => errors > 0 && lost + unreadable === 0,
      tell: ({ errors, acknowledgements, lost, unreadable }) =>
        `${errors} calls failed, ${acknowledgements} acknowledged, ${lost} lost, ${unreadable} unreadable`,
    },
  },
  {
    row: 13,
    figure: 'full disk, refused writes',
    threshold: 'memory equals the disk, writing goes on when there is space',
    tests: ['companion/cli/full-disk.test.ts', 'companion/store'],
  },
  {
    row: 14,
    figure: 'damaged data directories, every bit of a journal of 40 records',
    threshold: '0 silent losses, nothing on the disk changed',
    tests: ['companion/store/embedded/damage.test.ts', 'companion/cli/commands/store.test.ts'],
  },
  {
    row: 15,
    figure: 'interleaved calls about one registration, random schedules',
    threshold: '10 000 schedules, 0 lost secrets, 0 revived clients',
    tests: ['companion/registrar', 'companion/idp/dialects/at-once.test.ts'],
  },
  {
    row: 16,
    figure: 'companion killed at each failpoint of a registration',
    threshold: '0 clients unaccounted, 0 duplicates, 0 secrets lost',
    script: {
      quick: ['node', 'scripts/crash-matrix.mjs', '--kills', '3', '--json'],
      full: ['node', 'scripts/crash-matrix.mjs', '--kills', '20', '--json'],
      isMet: ({ unaccounted, duplicates, lost }) => unaccounted + duplicates + lost === 0,
      tell: ({ kills, unaccounted, duplicates, lost }) =>
        `${kills} kills: ${unaccounted} unaccounted, ${duplicates} duplicates, ${lost} secrets lost`,
    },
  },
  {
    row: 17,
    figure: 'secrets outside of the vault, in eight encodings',
    threshold: '0 at all places',
    tests: ['companion/secrets', 'companion/recorder', 'shared/secrets'],
    note: 'the control, with masking off, is part of the test',
  },
  {
    row: 18,
    figure: 'load: the gateway beside a bare proxy, Express and Fastify (18, 19)',
    threshold: 'the ratios of docs/performance.md',
    script: {
      full: ['node', 'bench/gateway/run.mjs', '--check', '--json'],
      isMet: ({ exitCode }) => exitCode === 0,
      tell: ({ exitCode }) =>
        exitCode === 0 ? 'all ratios hold' : 'a ratio is missed: see docs/performance.md',
    },
    note: 'on a machine that does nothing else',
  },
  {
    row: 20,
    figure: 'limits: exact under parallel calls, kept over a kill',
    threshold: 'exact; the last second at most is lost',
    tests: [
      'companion/gateway/limits',
      'companion/gateway/test/limits.test.ts',
      'companion/gateway/test/counting.test.ts',
      'companion/gateway/workers',
    ],
  },
  {
    row: 21,
    figure: 'slow clients: 480 connections that send a byte a second',
    threshold: 'p99 of good calls below twice the usual; all cut in headersTimeout + 2 s',
    script: {
      quick: ['node', 'scripts/slow-clients.mjs', '--json'],
      full: ['node', 'scripts/slow-clients.mjs', '--json'],
      isMet: ({ usual_p99_ms, p99_ms, cut, opened, longest_ms }) =>
        p99_ms < 2 * usual_p99_ms && cut === opened && longest_ms <= 12_000,
      tell: ({ usual_p99_ms, p99_ms, cut, opened, longest_ms }) =>
        `p99 ${usual_p99_ms.toFixed(1)} ms, beside them ${p99_ms.toFixed(1)} ms; ${cut} of ${opened} cut, the last after ${(longest_ms / 1000).toFixed(1)} s`,
    },
    note: 'on a machine that does nothing else',
  },
  {
    row: 23,
    figure: 'soak of an hour',
    threshold: 'less than 1 MB in 10 minutes',
    notRun: 'npm run bench:endurance, by hand',
  },
  {
    row: 24,
    figure: 'event stream: resumed, bounded',
    threshold: '0 missed, 0 doubled',
    tests: ['companion/control/event-stream.test.ts', 'companion/events'],
  },
  {
    row: 25,
    figure: 'mutation score, branch coverage (25, 26)',
    threshold: '85 %, 100 %',
    notRun: 'npm run mutation, by hand: it takes hours',
  },
  {
    row: 27,
    figure: 'guards taken away',
    threshold: 'the tests of each notice it',
    script: {
      quick: ['node', 'scripts/scorecard/run-guards.mjs'],
      full: ['node', 'scripts/scorecard/run-guards.mjs'],
      isMet: ({ unnoticed }) => unnoticed.length === 0,
      tell: ({ tried, unnoticed }) =>
        `${tried - unnoticed.length} of ${tried} noticed${unnoticed.length > 0 ? `; not: ${unnoticed.join('; ')}` : ''}`,
    },
  },
  {
    row: 28,
    figure: 'unit suite on other versions of Node',
    threshold: 'passes on 20, 22 and 24',
    notRun: 'set DCR_NODES to the paths of their binaries, separated by commas',
  },
  {
    row: 29,
    figure: 'known advisories of dependencies',
    threshold: '0',
    script: {
      quick: ['npm', 'audit', '--omit=dev', '--json'],
      full: ['npm', 'audit', '--omit=dev', '--json'],
      isMet: ({ metadata }) => metadata.vulnerabilities.total === 0,
      tell: ({ metadata }) =>
        `${metadata.vulnerabilities.total} advisories in ${metadata.dependencies.prod} packages`,
    },
  },
  {
    row: 30,
    figure: 'a ledger of 100 000 registrations: ready, memory, event loop',
    threshold: '1 500 ms, 400 MiB, 20 ms',
    script: {
      quick: ['node', 'bench/store/run.mjs', '--json'],
      full: ['node', 'bench/store/run.mjs', '--json'],
      isMet: ({ ready_ms, rss_mib, held_ms }) =>
        ready_ms <= 1500 && rss_mib <= 400 && held_ms <= 20,
      tell: ({ ready_ms, rss_mib, held_ms }) =>
        `ready after ${ready_ms.toFixed(0)} ms, ${rss_mib.toFixed(0)} MiB at most, held ${held_ms.toFixed(0)} ms at most`,
    },
    note: 'on a machine that does nothing else',
  },
  {
    row: 31,
    figure: 'memory: 1 100 recorded calls with bodies of 64 KiB of control characters',
    threshold: 'grows by less than 64 MiB',
    script: {
      full: ['node', 'bench/memory/run.mjs', '--json'],
      quick: ['node', 'bench/memory/run.mjs', '--json'],
      isMet: ({ grown_mib }) => grown_mib < 64,
      tell: ({ calls, grown_mib }) =>
        `${calls} calls, grown by ${grown_mib.toFixed(0)} MiB at most`,
    },
  },
]
