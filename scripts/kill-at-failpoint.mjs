// Loaded before a companion by the crash matrix: kills the process at the failpoint that
// DCR_LAB_FAILPOINT names, so that nothing is flushed and nothing is said.
import { subscribe } from 'node:diagnostics_channel'

const kill = () => process.kill(process.pid, 'SIGKILL')

subscribe('dcr-lab:failpoint', ({ name, afterMs }) => {
  if (name !== process.env.DCR_LAB_FAILPOINT) return
  if (afterMs === 0) kill()
  else setTimeout(kill, afterMs)
})
