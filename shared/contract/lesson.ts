import { DIALECT_IDS } from '../idp/dialects.ts'
import * as z from '../zod.ts'
import { Lane } from './exchange.ts'
import { LessonAction } from './lesson-action.ts'
import { LessonCheckpoint } from './lesson-checkpoint.ts'
import { JourneyId, StepId } from './run.ts'

const Sentence = z.string().trim().min(1).max(400)
const Actions = z.array(LessonAction).max(12)

/** A message that is expected on the wire: the stage draws it dotted before it was sent. */
export const Leg = z
  .strictObject({ from: Lane, to: Lane, label: z.string().min(1).max(30) })
  .meta({ id: 'Leg' })

export const LessonStep = z
  .strictObject({
    title: z.string().trim().min(1).max(26).describe('Fits on the stage beside its badge'),
    what: Sentence.max(115).describe('For the room, two lines of the stage: what happens'),
    why: Sentence.max(140).optional().describe('Two smaller lines: why it matters'),
    minutes: z.number().min(0.5).max(60),
    notes: z
      .array(Sentence)
      .default([])
      .describe('For the speaker, a paragraph each; words between ** are bold'),
    rescue: Sentence.optional().describe('For the speaker: what to do when it goes wrong'),
    legs: z.array(Leg).max(12).default([]),
    begin: Actions.default([]).describe('Done when the step is entered, before the person acts'),
    actions: Actions.min(1),
    checkpoints: z.array(LessonCheckpoint).max(6).default([]),
    hints: z.array(Sentence).max(5).default([]),
    failure: z
      .strictObject({
        label: z.string().min(1).max(40),
        actions: Actions.min(1),
        repair: Actions.default([]).describe('Puts right what the failure broke'),
      })
      .optional()
      .describe('A failure that the speaker can play with one key'),
    take_home: Sentence,
  })
  .meta({ id: 'LessonStep' })

/** A lesson as its file has it; the name of the file is its id. */
export const Lesson = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/, 'Name the file with small letters, digits and hyphens.'),
    title: z.string().trim().min(1).max(36),
    audience: z.string().trim().min(1).max(60).describe('For whom, such as "developers"'),
    minutes: z.number().int().min(1).max(240),
    lead: Sentence.describe('One sentence: what is done'),
    goals: z.array(Sentence).min(1).max(5),
    journey: JourneyId.default('dcr'),
    dialect: z.enum(DIALECT_IDS).default('okta'),
    walked_to: StepId.optional().describe('The run is walked to this step when the lesson begins'),
    steps: z.array(LessonStep).min(1).max(30),
    take_home: z.array(Sentence.max(120)).min(1).max(3),
  })
  .meta({ id: 'Lesson' })

/** A lesson file that cannot be used, and the place of its mistake. */
export const LessonProblem = z
  .strictObject({
    file: z.string(),
    line: z.number().int().optional(),
    reason: z.string(),
  })
  .meta({ id: 'LessonProblem' })

export type Leg = z.infer<typeof Leg>
export type LessonStep = z.infer<typeof LessonStep>
export type Lesson = z.infer<typeof Lesson>
export type LessonProblem = z.infer<typeof LessonProblem>
