import { runWorker } from './gateway/workers/run-worker.ts'

runWorker()
