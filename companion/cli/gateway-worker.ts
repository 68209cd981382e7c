import { allocateYoung } from './allocate-young.ts'
import { runWorker } from '../gateway/workers/run-worker.ts'

allocateYoung()
runWorker()
