import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const LOOK_EVERY_MS = 100

/**
 * Runs `make` while no other process builds in this folder. The lock of a process that has ended is taken
 * over.
 *
 * @param {string} folder @param {() => Promise<void>} make
 */
export async function buildAlone(folder, make) {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, '.lock')
  while (!claim(lock)) await wait(LOOK_EVERY_MS)
  try {
    await make()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** @param {string} lock */
function claim(lock) {
  try {
    const file = openSync(lock, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isHeld(lock)) rmSync(lock, { force: true })
    return false
  }
}

/** @param {string} lock */
function isHeld(lock) {
  try {
    const holder = Number(readFileSync(lock, 'utf8'))
    // Between its creation and its first byte a lock names nobody yet.
    if (holder === 0) return true
    process.kill(holder, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
