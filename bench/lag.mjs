// Loaded into the companion with --import: tells over IPC how long its event loop was held.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
process.on('message', () => {
  process.send?.({
    max_ms: delay.max / 1e6,
    p99_ms: delay.percentile(99) / 1e6,
    memory: process.memoryUsage(),
  })
  delay.reset()
})
process.channel?.unref()
