import { Problem } from '../errors/problem.ts'
import * as z from '../zod.ts'
import { Lesson, LessonProblem } from './lesson.ts'

/** A call that was looked at: where its proof is. */
const Seen = z.strictObject({
  at: z.iso.datetime(),
  text: z.string().describe('What was seen, in words'),
  exchange: z.string().optional(),
  verdict: z.string().optional(),
})

export const CheckpointProgress = z
  .strictObject({
    state: z.enum(['waiting', 'passed', 'skipped']),
    begun_at: z.iso
      .datetime()
      .optional()
      .describe('Only what is newer counts; absent until the checkpoint before it has passed'),
    proof: Seen.optional().describe('What passed it'),
    instead: Seen.optional().describe('The newest call that did not pass it'),
    misses: z.array(z.string()).describe('Ids of what was seen and did not pass it'),
  })
  .meta({ id: 'CheckpointProgress' })

export const ActionOutcome = z
  .strictObject({
    at: z.iso.datetime(),
    is_done: z.boolean().describe('False when it failed'),
    text: z.string().describe('What came of it, in words'),
    problem: Problem.optional(),
  })
  .meta({ id: 'ActionOutcome' })

export const LessonStepProgress = z
  .strictObject({
    prepared_at: z.iso
      .datetime()
      .optional()
      .describe(
        'When its preparation began: what was sent from then until it was entered is of no step',
      ),
    entered_at: z.iso.datetime(),
    outcomes: z
      .record(z.string(), ActionOutcome)
      .describe('By the number of the action, counted from 0'),
    failure: z.enum(['none', 'played', 'repaired']).default('none'),
    checkpoints: z.array(CheckpointProgress),
    hints: z.number().int().describe('How many hints were opened'),
  })
  .meta({ id: 'LessonStepProgress' })

/** How far a person has come in a lesson. */
export const LessonProgress = z
  .strictObject({
    id: z.string().describe('The lesson'),
    run: z.string().describe('The run that belongs to the lesson'),
    begun_at: z.iso.datetime(),
    step: z.number().int().describe('Where the person is, counted from 0'),
    steps: z
      .record(z.string(), LessonStepProgress)
      .describe('The steps that were entered, by their number'),
    finished_at: z.iso.datetime().optional(),
  })
  .meta({ id: 'LessonProgress' })

/** One file of `lessons/`: the lesson or its mistake, and how far the person came. */
export const LessonEntry = z
  .strictObject({
    id: z.string(),
    lesson: Lesson.optional(),
    problem: LessonProblem.optional(),
    progress: LessonProgress.optional(),
  })
  .meta({ id: 'LessonEntry' })

export type CheckpointProgress = z.infer<typeof CheckpointProgress>
export type ActionOutcome = z.infer<typeof ActionOutcome>
export type LessonStepProgress = z.infer<typeof LessonStepProgress>
export type LessonProgress = z.infer<typeof LessonProgress>
export type LessonEntry = z.infer<typeof LessonEntry>
