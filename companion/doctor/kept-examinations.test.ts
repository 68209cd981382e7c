import { expect, test } from 'vitest'
import { type Examination, ExamineOrder } from '#shared/contract/doctor.ts'
import { createMemoryRecords } from '../store/memory-records.ts'
import { keepExaminations } from './kept-examinations.ts'

test('examinations are kept, the newest first, and the oldest of more than 50 goes', async () => {
  let count = 0
  const examine = async (): Promise<Examination> => {
    count += 1
    const { initial_access_token: _token, ...order } = ExamineOrder.parse({})
    const at = new Date(count).toISOString()
    const nothing = { findings: [], passed: [], exchanges: [], left_behind: [] }
    return { id: String(count), at, order, ...nothing }
  }
  const told: string[] = []
  const records = createMemoryRecords<Examination>()
  records.subscribe((id, value) => told.push(value ? id : `${id} is forgotten`))
  const doctor = keepExaminations({ examine, applyFix: examine }, records)
  await doctor.examine(ExamineOrder.parse({}))
  await doctor.applyFix('1', 'no-registration-endpoint')
  expect(doctor.list().map(({ id }) => id)).toEqual(['2', '1'])
  expect(told).toEqual(['1', '2'])
  for (let more = 0; more < 60; more += 1) await doctor.examine(ExamineOrder.parse({}))
  expect(doctor.list()).toHaveLength(50)
  expect(doctor.list()[0]?.id).toBe('62')
  expect(told.slice(-2)).toEqual(['62', '12 is forgotten'])
})
