// Finds a Chromium that can load extensions, or installs one. Google Chrome itself cannot: it no
// longer takes --load-extension.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'ungoogled-chromium']
const PLACES = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/snap/bin']
const DOWNLOAD_HOST = 'https://cdn.playwright.dev'

/** @returns {string | undefined} Path of the executable. */
export function findBrowser() {
  const named = process.env.PLAYWRIGHT_CHROMIUM_PATH || process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`PLAYWRIGHT_CHROMIUM_PATH names ${named}, which does not exist.`)
  }
  const bundled = chromium.executablePath()
  if (bundled && existsSync(bundled)) return bundled
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...PLACES]
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return candidates.find((path) => existsSync(path) && !isSnapStub(path))
}

/** @returns {Promise<string>} Path of the executable; throws with what to do when there is none. */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found) return found
  const isRoot = process.getuid?.() === 0
  if (await canDownload()) {
    console.log('No Chromium found; installing the one that belongs to Playwright …')
    const extra = isRoot && process.platform === 'linux' ? ['--with-deps'] : []
    spawnSync('npx', ['playwright', 'install', ...extra, 'chromium'], { stdio: 'inherit' })
  } else if (isRoot && isDebian()) {
    console.log('No Chromium found; installing the one of the system …')
    installFromDebian()
  }
  const installed = findBrowser()
  if (installed) return installed
  throw new Error(
    'No Chromium was found and none could be installed. Install it by hand ("npx playwright install chromium", ' +
      'or your system’s chromium package), or name one in PLAYWRIGHT_CHROMIUM_PATH.',
  )
}

/** Ubuntu's package is a script that starts a snap, whose browser cannot read our files. */
function isSnapStub(path) {
  const head = readFileSync(path).subarray(0, 4096).toString('latin1')
  return path.startsWith('/snap/') || (head.startsWith('#!') && head.includes('/snap/'))
}

async function canDownload() {
  try {
    await fetch(DOWNLOAD_HOST, { method: 'HEAD', signal: AbortSignal.timeout(4000) })
    return true
  } catch {
    return false
  }
}

function isDebian() {
  return existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}

function installFromDebian() {
  const install = ['install', '-y', '--no-install-recommends', 'chromium']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    execFileSync('apt-get', install, { stdio: 'ignore', env })
  } catch {
    spawnSync('apt-get', ['update'], { stdio: 'ignore', env })
    spawnSync('apt-get', install, { stdio: 'inherit', env })
  }
}
