// npm run rooms: draws docs/architecture.md and the linter's zones from the arrows declared here, and
// holds both against the imports. `--write` renews them; without it the exit code says whether they hold.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { format, resolveConfig } from 'prettier'

const ROOT = join(import.meta.dirname, '..')
const PAGE = join(ROOT, 'docs', 'architecture.md')
const ZONES = join(ROOT, '.oxlintrc.rooms.json')

/**
 * Which room may import which, by folder; `(top)` is what lies in the folder itself. Every room of the
 * companion may import `shared/` besides.
 *
 * @type {Record<string, Record<string, string>>}
 */
const ARROWS = {
  companion: {
    cli: '(top) clock gateway http idp registrar secrets store',
    '(top)':
      'capture catalogue certificates clock control definitions doctor documents events gateway http idp journeys lessons outgoing pairing portal recorder registrar replay sample-api scenarios secrets store tokens visits watch',
    control:
      'capture catalogue certificates clock definitions doctor documents events gateway http idp journeys lessons outgoing pairing providers recorder registrar replay scenarios secrets tokens visits watch',
    capture: 'clock outgoing providers recorder registrar replay tokens',
    doctor: 'clock definitions gateway idp outgoing providers recorder registrar secrets store',
    lessons: 'clock definitions journeys outgoing recorder scenarios store',
    journeys:
      'catalogue definitions idp mcp outgoing providers recorder registrar secrets store tokens',
    replay: 'clock idp outgoing recorder secrets store',
    portal: 'catalogue definitions http registrar secrets tokens',
    definitions: 'gateway outgoing secrets store',
    registrar: 'catalogue clock outgoing providers secrets store',
    tokens: 'clock outgoing providers secrets store',
    gateway: 'clock events http outgoing recorder store',
    mcp: 'outgoing',
    providers: 'outgoing',
    outgoing: 'recorder secrets',
    scenarios: 'clock events idp outgoing store',
    visits: 'events',
    watch: 'gateway http outgoing',
    catalogue: 'secrets store',
    certificates: 'secrets store',
    documents: 'http outgoing recorder store',
    idp: 'clock http secrets store',
    recorder: 'events secrets store',
    secrets: 'clock store',
    pairing: 'secrets store',
    store: 'clock',
    events: 'store',
    clock: '',
    http: 'clock',
    'sample-api': 'http',
  },
  'companion/gateway': {
    workers: '(top) api decide endpoint jwks limits outcome token verdict',
    '(top)': 'answer api call decide go jwks limits outcome perform request token verdict',
    perform: 'answer api call decide go outcome request verdict',
    answer: 'api call decide endpoint outcome policy request verdict',
    verdict: 'call decide outcome token',
    call: 'decide outcome',
    decide: 'api endpoint jwks limits memory outcome policy request token',
    limits: 'api memory outcome policy token',
    api: 'endpoint go memory outcome policy request token',
    policy: 'go outcome token',
    endpoint: 'go outcome request',
    token: 'outcome',
    request: 'go outcome',
    jwks: 'outcome',
    outcome: '',
    memory: '',
    go: '',
  },
}

const isTest = (file) => /\.test\.tsx?$|\/testing|test-companion|\/test\//.test(file)

/** @param {string} folder @returns {string[]} source files below it, relative to the root */
function listSources(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .filter((file) => !isTest(file))
}

/** @param {string} file @returns {string[]} the files of this project that it imports */
function readImports(file) {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const specifiers = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'((?:\.|#shared\/)[^']+)'/g)
  return [...specifiers].map(([, to]) =>
    to.startsWith('#') ? to.slice(1) : normalize(join(dirname(file), to)),
  )
}

/** @param {string} folder @param {string} file */
function roomOf(folder, file) {
  if (!file.startsWith(`${folder}/`)) return undefined
  const [first, ...rest] = file.slice(folder.length + 1).split('/')
  return rest.length === 0 ? '(top)' : first
}

/**
 * The arrows between the rooms of a folder as the imports have them.
 *
 * @param {string} folder
 * @returns {Map<string, Set<string>>}
 */
function measure(folder) {
  const arrows = new Map()
  for (const file of listSources(folder)) {
    const from = roomOf(folder, file)
    if (!arrows.has(from)) arrows.set(from, new Set())
    for (const imported of readImports(file)) {
      const to = roomOf(folder, imported)
      if (to !== undefined && to !== from) arrows.get(from).add(to)
    }
  }
  return arrows
}

/** How far above the lowest rooms a room lies. @throws Error for rooms that import each other in a circle. */
function findFloor(arrows, room, path = []) {
  if (path.includes(room)) throw new Error(`A circle of rooms: ${[...path, room].join(' -> ')}`)
  const below = [...(arrows.get(room) ?? [])].map((to) => findFloor(arrows, to, [...path, room]))
  return Math.max(0, ...below.map((floor) => floor + 1))
}

function findProblems(folder, arrows) {
  const declared = new Map(
    Object.entries(ARROWS[folder]).map(([room, to]) => [
      room,
      new Set(to.split(' ').filter(Boolean)),
    ]),
  )
  const problems = []
  for (const room of arrows.keys())
    if (!declared.has(room)) problems.push(`${folder}: the room ${room} is not declared`)
  for (const [room, allowed] of declared) {
    const used = arrows.get(room) ?? new Set()
    for (const to of used)
      if (!allowed.has(to)) problems.push(`${folder}: ${room} -> ${to} is not declared`)
    for (const to of allowed)
      if (!used.has(to)) problems.push(`${folder}: ${room} -> ${to} is declared and unused`)
  }
  return problems
}

function countFiles(folder) {
  const counts = {}
  for (const file of listSources(folder)) counts[dirname(file)] = (counts[dirname(file)] ?? 0) + 1
  return Object.entries(counts).sort(([, a], [, b]) => b - a)
}

const byName = (a, b) => a.localeCompare(b)

/** One folder's rooms as lines of text, the highest floor first. */
function draw(folder, arrows) {
  const rooms = [...arrows.keys()].map((room) => ({ room, floor: findFloor(arrows, room) }))
  rooms.sort((a, b) => b.floor - a.floor || byName(a.room, b.room))
  const edges = [...arrows.values()].reduce((sum, to) => sum + to.size, 0)
  const [largest, size] = countFiles(folder)[0]
  return [
    `\`${folder}/\`: ${rooms.length} rooms on ${rooms[0].floor + 1} floors, ${edges} arrows, all downwards; no circle, no two rooms that import each other. Largest folder: \`${largest}\`, ${size} files.`,
    '',
    '| floor | room | imports |',
    '| --- | --- | --- |',
    ...rooms.map(
      ({ room, floor }) =>
        `| ${floor} | ${room} | ${[...arrows.get(room)].toSorted(byName).join(', ') || '-'} |`,
    ),
  ].join('\n')
}

/** What holds for every file of the companion; a zone replaces the rule, so each repeats it. */
const COMMON_PATTERNS = [
  { regex: 'extension/', message: 'The companion does not know the extension.' },
  { regex: '^zod$', message: 'Import zod from #shared/zod.ts.' },
]

/** Only the store itself and what puts the rooms together know the whole store. */
const NO_STORE = {
  regex: '^(\\.\\./)+store/store\\.ts$',
  message: 'A room is given its tables (store/tables.ts), not the store.',
}

/** Rooms of the gateway that decide without clock, disk, network or randomness of their own. */
const PURE_ROOMS = new Set([
  'api',
  'endpoint',
  'go',
  'limits',
  'outcome',
  'policy',
  'request',
  'token',
])

/** The rooms that no arrow leads to, as a rule of the linter for the files of one room. */
function makeZone(files, rooms, common = COMMON_PATTERNS) {
  const regex = `^(\\.{1,2}/)+(${rooms.join('|')})/`
  const message = 'docs/architecture.md draws no arrow from this room to that one.'
  const patterns = rooms.length === 0 ? common : [...common, { regex, message }]
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

function listClosedRooms(folder, room) {
  const open = ARROWS[folder][room].split(' ')
  return Object.keys(ARROWS[folder]).filter(
    (other) => other !== room && other !== '(top)' && !open.includes(other),
  )
}

/** The linter's zones: what the rooms of the companion and of its gateway may not import. */
function makeZones() {
  const overrides = Object.keys(ARROWS.companion)
    .filter((room) => room !== 'gateway')
    .map((room) =>
      makeZone(
        [room === '(top)' ? 'companion/*.ts' : `companion/${room}/**`],
        listClosedRooms('companion', room),
        room === '(top)' || room === 'store' ? COMMON_PATTERNS : [...COMMON_PATTERNS, NO_STORE],
      ),
    )
  const outside = listClosedRooms('companion', 'gateway')
  for (const room of Object.keys(ARROWS['companion/gateway'])) {
    const files = room === '(top)' ? 'companion/gateway/*.ts' : `companion/gateway/${room}/**`
    const inside = listClosedRooms('companion/gateway', room)
    const pure = { regex: '^node:', message: `companion/gateway/${room} is pure.` }
    const common = [...COMMON_PATTERNS, NO_STORE, ...(PURE_ROOMS.has(room) ? [pure] : [])]
    overrides.push(makeZone([files], [...outside, ...inside], common))
  }
  return { overrides }
}

const MARKS = ['<!-- rooms: drawn by `npm run rooms` -->', '<!-- /rooms -->']

function drawPage(page, drawing) {
  const [start, end] = MARKS.map((mark) => page.indexOf(mark))
  if (start === -1 || end === -1)
    throw new Error(`docs/architecture.md needs the lines ${MARKS.join(' and ')}`)
  return `${page.slice(0, start + MARKS[0].length)}\n\n${drawing}\n\n${page.slice(end)}`
}

const measured = Object.keys(ARROWS).map((folder) => ({ folder, arrows: measure(folder) }))
const problems = measured.flatMap(({ folder, arrows }) => findProblems(folder, arrows))
const drawing = measured.map(({ folder, arrows }) => draw(folder, arrows)).join('\n\n')
for (const [file, make] of [
  [PAGE, (text) => drawPage(text, drawing)],
  [ZONES, () => JSON.stringify(makeZones())],
]) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const options = { ...(await resolveConfig(file)), filepath: file }
  const after = await format(make(before), options)
  if (before === after) continue
  if (process.argv.includes('--write')) writeFileSync(file, after)
  else problems.push(`${file.slice(ROOT.length + 1)} is not up to date: npm run rooms`)
}
for (const problem of problems) console.error(problem)
if (problems.length === 0) console.log('The rooms are as declared.')
process.exitCode = problems.length === 0 ? 0 : 1
