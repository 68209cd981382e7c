import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { LessonEntry, LessonProgress } from '../lesson-progress.ts'

const LessonParams = z.strictObject({ lesson: z.string().max(300) })
const StepNumber = z.number().int().min(0).max(100)

export const lessonEndpoints = {
  listLessons: defineList({
    id: 'listLessons',
    path: '/api/lessons',
    summary: 'Every lesson file, with how far the person came; a broken file says its mistake',
    item: LessonEntry,
  }),
  getLesson: defineEndpoint({
    id: 'getLesson',
    method: 'get',
    path: '/api/lessons/:lesson',
    summary: 'One lesson with how far the person came',
    params: LessonParams,
    reply: LessonEntry,
  }),
  beginLesson: defineEndpoint({
    id: 'beginLesson',
    method: 'post',
    path: '/api/lessons/:lesson/progress',
    summary:
      'Begins a lesson, or begins it again: deletes the run it had with its clients, sets clock and scenario right, and walks a new run to this step',
    status: 201,
    params: LessonParams,
    body: z.strictObject({ step: StepNumber.default(0) }),
    reply: LessonProgress,
  }),
  goToLessonStep: defineEndpoint({
    id: 'goToLessonStep',
    method: 'patch',
    path: '/api/lessons/:lesson/progress',
    summary: 'Goes to a step of a lesson; what was passed stays passed',
    params: LessonParams,
    body: z.strictObject({ step: StepNumber }),
    reply: LessonProgress,
  }),
  leaveLesson: defineEndpoint({
    id: 'leaveLesson',
    method: 'delete',
    path: '/api/lessons/:lesson/progress',
    summary: 'Forgets how far the person came and deletes the run of the lesson with its clients',
    status: 204,
    params: LessonParams,
    reply: z.undefined(),
  }),
  doLessonAction: defineEndpoint({
    id: 'doLessonAction',
    method: 'post',
    path: '/api/lessons/:lesson/progress/actions',
    summary:
      'Does one action of the step, plays its failure or repairs it, and looks at the checkpoints',
    params: LessonParams,
    body: z.strictObject({
      part: z.enum(['action', 'failure', 'repair']).default('action'),
      action: StepNumber.default(0).describe('Its number, counted from 0; of part "action" only'),
    }),
    reply: LessonProgress,
  }),
  checkLesson: defineEndpoint({
    id: 'checkLesson',
    method: 'post',
    path: '/api/lessons/:lesson/progress/checks',
    summary: 'Looks at what was seen since the checkpoints of the step began',
    params: LessonParams,
    reply: LessonProgress,
  }),
  skipCheckpoints: defineEndpoint({
    id: 'skipCheckpoints',
    method: 'post',
    path: '/api/lessons/:lesson/progress/skips',
    summary: 'Marks the waiting checkpoints of the step as skipped, which is not passed',
    params: LessonParams,
    reply: LessonProgress,
  }),
  openHint: defineEndpoint({
    id: 'openHint',
    method: 'post',
    path: '/api/lessons/:lesson/progress/hints',
    summary: 'Opens the next hint of the step',
    params: LessonParams,
    reply: LessonProgress,
  }),
}
