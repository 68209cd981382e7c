import type { Examination } from '#shared/contract/doctor.ts'
import type { Doctor } from './doctor.ts'

export interface KeptDoctor extends Doctor {
  /** The examinations since the start, the newest first; at most 50. */
  list(): Examination[]
}

const KEPT = 50

/**
 * A doctor that remembers what it found, so that every surface can show it, whoever asked.
 *
 * @param onExamined - Told of each examination when it is done.
 */
export function keepExaminations(
  doctor: Doctor,
  onExamined: (examination: Examination) => void,
): KeptDoctor {
  let kept: Examination[] = []
  const keep = (examination: Examination): Examination => {
    kept = [examination, ...kept].slice(0, KEPT)
    onExamined(examination)
    return examination
  }
  return {
    list: () => kept,
    examine: async (order) => keep(await doctor.examine(order)),
    applyFix: async (examination, finding) => keep(await doctor.applyFix(examination, finding)),
  }
}
