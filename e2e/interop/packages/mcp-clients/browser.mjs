#!/usr/bin/env node
// What clients open in place of a browser: signs in and calls the client's redirect URI. It returns at once, since
// some clients begin to listen only after they have opened it.
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { signIn } from './sign-in.mjs'

const [url, isChild] = process.argv.slice(2)
if (!isChild) {
  spawn(process.execPath, [fileURLToPath(import.meta.url), url, 'child'], {
    detached: true,
    stdio: 'ignore',
  }).unref()
} else {
  const back = await signIn(url)
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const answer = await fetch(back).catch(() => undefined)
    if (answer) break
    await sleep(250)
  }
}
