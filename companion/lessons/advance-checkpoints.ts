import type { LessonCheckpoint } from '#shared/contract/lesson-checkpoint.ts'
import type { CheckpointProgress } from '#shared/contract/lesson-progress.ts'
import type { Traffic } from './read-traffic.ts'
import { listSightings, type Sighting } from './see-checkpoint.ts'

/** Checkpoints of a step that was just entered: the first one waits from this moment on. */
export function openCheckpoints(
  checkpoints: readonly LessonCheckpoint[],
  at: string,
): CheckpointProgress[] {
  return checkpoints.map((_checkpoint, index) => ({
    state: 'waiting',
    ...(index === 0 && { begun_at: at }),
    misses: [],
  }))
}

/**
 * Holds the waiting checkpoints of a step against what was seen. A checkpoint begins when the checkpoint
 * before it was passed, so a 200 from before a refusal does not count as "repaired"; two checkpoints may
 * be passed by two messages of one call.
 */
export function advanceCheckpoints(
  checkpoints: readonly LessonCheckpoint[],
  before: readonly CheckpointProgress[],
  traffic: Traffic,
): CheckpointProgress[] {
  const after: CheckpointProgress[] = []
  const used = new Set<string>()
  let begunAt: string | undefined
  for (const [index, checkpoint] of checkpoints.entries()) {
    const old = before[index] ?? { state: 'waiting', misses: [] }
    const progress = begunAt === undefined ? old : { begun_at: begunAt, ...old }
    begunAt = undefined
    const { next, passing } =
      progress.state === 'waiting' && progress.begun_at !== undefined
        ? look(progress, listNew(checkpoint, traffic, { since: progress.begun_at, used }))
        : { next: progress, passing: undefined }
    after.push(next)
    if (next.proof) for (const id of [next.proof.exchange, next.proof.verdict]) used.add(id ?? '')
    if (passing) begunAt = passing.at
    if (next.state === 'waiting') return [...after, ...before.slice(index + 1)]
  }
  return after
}

function listNew(
  checkpoint: LessonCheckpoint,
  traffic: Traffic,
  { since, used }: { since: string; used: ReadonlySet<string> },
): Sighting[] {
  return listSightings(checkpoint, traffic).filter(({ id, at }) => at >= since && !used.has(id))
}

function look(
  progress: CheckpointProgress,
  sightings: readonly Sighting[],
): { next: CheckpointProgress; passing: Sighting | undefined } {
  const passing = sightings.find(({ isPass }) => isPass)
  const missed = sightings.filter(({ isPass }) => !isPass)
  const last = missed.at(-1)
  return {
    passing,
    next: {
      ...progress,
      misses: [...new Set([...progress.misses, ...missed.map(({ id }) => id)])],
      ...(last && { instead: present(last) }),
      ...(passing && { state: 'passed', proof: present(passing) }),
    },
  }
}

function present({ at, text, exchange, verdict }: Sighting) {
  return {
    at,
    text,
    ...(exchange !== undefined && { exchange }),
    ...(verdict !== undefined && { verdict }),
  }
}
