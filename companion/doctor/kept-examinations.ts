import type { Examination } from '#shared/contract/doctor.ts'
import type { Records } from '../store/records.ts'
import type { Doctor } from './doctor.ts'

export interface KeptDoctor extends Doctor {
  /** The examinations since the start, the newest first; at most 50. */
  list(): Examination[]
}

const KEPT = 50

/** A doctor that keeps its examinations, so that every surface can show those of all callers. */
export function keepExaminations(doctor: Doctor, records: Records<Examination>): KeptDoctor {
  const keep = async (examination: Examination): Promise<Examination> => {
    await records.put(examination.id, examination)
    const tooOld = records.list().slice(0, -KEPT)
    await Promise.all(tooOld.map(({ id }) => records.delete(id)))
    return examination
  }
  return {
    list: () => [...records.list()].reverse(),
    examine: async (order) => keep(await doctor.examine(order)),
    applyFix: async (examination, finding) => keep(await doctor.applyFix(examination, finding)),
  }
}
