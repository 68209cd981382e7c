import { tuneMemory } from './tune-memory.ts'
import { runWorker } from '../gateway/workers/run-worker.ts'

tuneMemory()
runWorker()
