// Builds the companion and the extension into dist/, and leaves alone what has not changed.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildAlone } from './build-lock.mjs'

const ROOT = join(import.meta.dirname, '..')
const IGNORED = /\.test\.tsx?$/

/** @param {string} path */
function* walk(path) {
  for (const entry of readdirSync(join(ROOT, path), { withFileTypes: true })) {
    const child = `${path}/${entry.name}`
    if (entry.isDirectory()) yield* walk(child)
    else if (!IGNORED.test(entry.name)) yield child
  }
}

/** @param {string[]} folders @param {string[]} files */
function fingerprint(folders, files) {
  const hash = createHash('sha256').update(process.version)
  const paths = [...folders.flatMap((folder) => [...walk(folder)]), ...files].sort((left, right) =>
    left.localeCompare(right),
  )
  for (const path of paths) hash.update(path).update(readFileSync(join(ROOT, path)))
  return hash.digest('hex')
}

/**
 * Runs `make` unless `output` was built from the same sources.
 *
 * @param {{ name: string, output: string, folders: string[], files: string[], make: () => Promise<unknown> }} plan
 */
async function buildOnce({ name, output, folders, files, make }) {
  const stamp = join(ROOT, 'dist', `.${name}.stamp`)
  const isFresh = () =>
    existsSync(join(ROOT, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  const wanted = fingerprint(folders, files)
  if (isFresh()) return
  await buildAlone(join(ROOT, 'dist'), async () => {
    // Whoever was first may have built the same.
    if (isFresh()) return
    rmSync(stamp, { force: true })
    await make()
    writeFileSync(stamp, wanted)
  })
}

/**
 * Puts a folder in the place of another in one step, so that nobody finds half of it. A companion that runs
 * may still read chunks of the folder before, whose names tell their content: those of a day stay.
 *
 * @param {string} made @param {string} place
 */
function putInPlace(made, place) {
  const old = `${place}.old`
  rmSync(old, { recursive: true, force: true })
  if (existsSync(place)) {
    keepChunks(place, made)
    renameSync(place, old)
  }
  renameSync(made, place)
  rmSync(old, { recursive: true, force: true })
}

/** Where the companion is built before it takes the place of the one before. */
const MADE = 'dist/companion.new'
const DAY_MS = 86_400_000

/** @param {string} from @param {string} to */
function keepChunks(from, to) {
  for (const name of readdirSync(from)) {
    const { mtimeMs, atime, mtime } = statSync(join(from, name))
    const isRecent = Date.now() - mtimeMs < DAY_MS
    if (!/-[A-Z0-9]{8}\.mjs$/.test(name) || !isRecent || existsSync(join(to, name))) continue
    copyFileSync(join(from, name), join(to, name))
    utimesSync(join(to, name), atime, mtime)
  }
}

const COMMON_FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs']

export function buildCompanion() {
  return buildOnce({
    name: 'companion',
    output: 'dist/companion/dcr-lab.mjs',
    folders: ['companion', 'shared', 'e2e/kit', 'e2e/pages'],
    files: COMMON_FILES,
    async make() {
      const { build, stop } = await import('esbuild')
      rmSync(join(ROOT, MADE), { recursive: true, force: true })
      const common = {
        absWorkingDir: ROOT,
        outdir: MADE,
        outExtension: { '.js': '.mjs' },
        bundle: true,
        platform: 'node',
        target: 'node20.19',
        format: 'esm',
        minify: true,
        legalComments: 'none',
        logLevel: 'warning',
        plugins: [assertWithoutSource()],
        banner: {
          js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
        },
      }
      const { metafile } = await build({
        ...common,
        metafile: true,
        entryPoints: [
          { in: 'companion/cli/dcr-lab.ts', out: 'dcr-lab' },
          { in: 'companion/cli/gateway-worker.ts', out: 'gateway-worker' },
          { in: 'companion/cli/kit-companion.ts', out: 'kit-companion' },
          { in: 'companion/exports.ts', out: 'exports' },
          { in: 'e2e/kit/playwright.ts', out: 'playwright' },
          { in: 'e2e/kit/vitest.ts', out: 'vitest' },
        ],
        // The test runners are the ones of whoever writes the tests.
        external: ['@playwright/test', 'vitest'],
        // Code that a command does not need is in separate files, which are not read.
        splitting: true,
        plugins: [...common.plugins, asFileOfItsOwn('oidc-provider'), tablesAsFiles()],
      })
      // It goes by the names of its classes. Kept everywhere, they would be set anew for each closure
      // of each request.
      await build({ ...common, entryPoints: { 'oidc-provider': 'oidc-provider' }, keepNames: true })
      writeLicences(Object.keys(metafile.inputs))
      putInPlace(join(ROOT, MADE), join(ROOT, 'dist', 'companion'))
      // Its helper process would live as long as the companion.
      await stop()
    },
  })
}

/** The licences of the packages that are part of the bundle, as they ask for. @param {string[]} inputs */
function writeLicences(inputs) {
  const folders = inputs.flatMap(
    (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.slice(1) ?? [],
  )
  const texts = [...new Set([...folders, 'node_modules/oidc-provider'])].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(ROOT, folder, 'package.json'), 'utf8'),
    )
    const file = readdirSync(join(ROOT, folder)).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file ? readFileSync(join(ROOT, folder, file), 'utf8') : `Licence: ${license}`
    return `${name} ${version}\n\n${text.trim()}\n`
  })
  writeFileSync(join(ROOT, MADE, 'LICENCES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`))
}

/**
 * Gives each assertion of a library a message. For one without Node reads and parses the file that failed, to
 * quote its condition: for a bundle that takes seconds in which nothing else runs, and an upstream with an
 * impossible status is enough for it.
 *
 * @returns {import('esbuild').Plugin}
 */
function assertWithoutSource() {
  const contents = `
    const assert = process.getBuiltinModule('node:assert')
    const message = 'A library found a state that it holds for impossible'
    const ok = (value, text = message) => assert.ok(value, text)
    const quick = Object.assign((value, text) => ok(value, text), assert, { ok })
    quick.strict = Object.assign((value, text) => ok(value, text), assert.strict, { ok })
    quick.strict.strict = quick.strict
    module.exports = quick`
  return {
    name: 'assert-without-source',
    setup(build) {
      build.onResolve({ filter: /^(?:node:)?assert(?:\/strict)?$/ }, ({ path }) => ({
        path: path.endsWith('strict') ? 'strict' : 'assert',
        namespace: 'assert',
      }))
      build.onLoad({ filter: /.*/, namespace: 'assert' }, ({ path }) => ({
        contents: path === 'strict' ? "module.exports = require('node:assert').strict" : contents,
        loader: 'js',
      }))
    },
  }
}

/**
 * Leaves a package out of the bundle and imports it from the file beside it.
 *
 * @param {string} name
 * @returns {import('esbuild').Plugin}
 */
function asFileOfItsOwn(name) {
  return {
    name: 'file-of-its-own',
    setup(build) {
      const filter = new RegExp(`^${name}$`)
      build.onResolve({ filter }, () => ({ path: `./${name}.mjs`, external: true }))
    },
  }
}

/**
 * Leaves the tables of iconv-lite out of the bundle: half a megabyte that every start would read, for
 * bodies in Shift JIS and the like.
 *
 * @returns {import('esbuild').Plugin}
 */
function tablesAsFiles() {
  return {
    name: 'tables-as-files',
    setup(build) {
      build.onResolve({ filter: /^\.\/tables\/[a-z0-9-]+\.json$/ }, ({ path, resolveDir }) => {
        mkdirSync(join(ROOT, MADE, 'tables'), { recursive: true })
        copyFileSync(join(resolveDir, path), join(ROOT, MADE, path))
        return { path, external: true }
      })
    },
  }
}

/** @param {'chrome' | 'firefox'} browser */
export function buildExtension(browser = 'chrome') {
  return buildOnce({
    name: `extension-${browser}`,
    output: `dist/extension/${browser}-mv3/manifest.json`,
    folders: ['extension', 'shared'],
    files: [...COMMON_FILES, 'wxt.config.ts'],
    make: () =>
      runQuietly(join(ROOT, 'node_modules', '.bin', 'wxt'), [
        'build',
        '--browser',
        browser,
        '--mv3',
      ]),
  })
}

/**
 * Runs a tool without showing its progress; its output is shown when it fails. The
 * companion of `npm start` answers meanwhile.
 *
 * @param {string} program @param {string[]} args
 */
function runQuietly(program, args) {
  const options = { cwd: ROOT, shell: process.platform === 'win32', maxBuffer: 64 * 2 ** 20 }
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} failed:\n${stdout}${stderr}`, { cause: error }))
      else resolve()
    })
  })
}

/** Declarations of what the package exports, and of no more. */
export function buildTypes() {
  return buildOnce({
    name: 'types',
    output: 'dist/types/companion/exports.d.ts',
    folders: ['companion', 'shared', 'e2e/kit', 'e2e/pages'],
    files: [...COMMON_FILES, 'tsconfig.types.json'],
    async make() {
      const types = join(ROOT, 'dist', 'types')
      rmSync(types, { recursive: true, force: true })
      await runQuietly(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.types.json'])
      const needed = new Set()
      for (const entry of ['companion/exports', 'e2e/kit/playwright', 'e2e/kit/vitest'])
        needDeclaration(join(types, `${entry}.d.ts`), { types, needed })
      for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' }))
        if (name.endsWith('.d.ts') && !needed.has(join(types, name))) rmSync(join(types, name))
    },
  })
}

/** Names the imports of a declaration by path, since a package has no sources, and follows them. */
function needDeclaration(path, { types, needed }) {
  if (needed.has(path)) return
  needed.add(path)
  const up = relative(dirname(path), types)
  const text = readFileSync(path, 'utf8').replaceAll(
    /((?:from|import\()\s*["'])((?:\.|#shared\/)[^"']+)\.tsx?(["'])/g,
    (_, ...parts) => {
      const [before, to, after] = parts
      return `${before}${to.replace(/^#/, `${up}/`)}.js${after}`
    },
  )
  writeFileSync(path, text)
  for (const [, to] of text.matchAll(/(?:from|import\()\s*["'](\.[^"']+)\.js["']/g))
    needDeclaration(join(dirname(path), `${to}.d.ts`), { types, needed })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const isPackage = process.argv.includes('--package')
  // A package holds nothing of earlier builds.
  if (isPackage) rmSync(join(ROOT, 'dist', 'companion'), { recursive: true, force: true })
  await buildCompanion()
  await buildExtension('chrome')
  if (isPackage || process.argv.includes('--firefox')) await buildExtension('firefox')
  if (isPackage) await buildTypes()
}
