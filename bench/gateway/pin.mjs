// Which core runs what. Left to the scheduler, waking a neighbour costs more or less from one round to the next.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const { measured, rest } = readCores()

/** @returns {{ measured: string | undefined, rest: string }} Cores as `taskset` wants them. */
function readCores() {
  const status = readFileSync('/proc/self/status', 'utf8')
  const list = /Cpus_allowed_list:\s*(\S+)/.exec(status)?.[1] ?? ''
  const cores = list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, at) => first + at)
  })
  if (cores.length < 2 || !hasTaskset()) return { measured: undefined, rest: '' }
  return { measured: String(cores[0]), rest: cores.slice(1).join(',') }
}

function hasTaskset() {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether a measured proxy has a core to itself here. */
export const isPinned = measured !== undefined

/** Gives a proxy the one core on which all are measured. */
export function pinMeasured(pids) {
  pin(pids, measured)
}

/** Keeps the load and the upstream off that core. */
export function pinRest(pids) {
  pin(pids, rest)
}

function pin(pids, cores) {
  if (!isPinned) return
  for (const pid of pids)
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)], {
      stdio: 'ignore',
    })
}
