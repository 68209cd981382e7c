import * as z from '#shared/zod.ts'
import { COMMANDS } from './stage-keys.ts'

/** What the speaker's window shows. It holds no secret: it is the stage in words. */
export const StageReport = z.object({
  title: z.string(),
  /** Counted from 1; one more than `count` at the end. */
  number: z.number(),
  count: z.number(),
  scene: z.string(),
  notes: z.array(z.string()),
  takeHome: z.string().optional(),
  rescue: z.string().optional(),
  /** Such as "Before the step, 0 of 4". */
  onStage: z.string(),
  /** What Space does next. */
  nextAction: z.string(),
  failure: z.string().optional(),
  next: z.object({ title: z.string(), what: z.string() }).optional(),
  isDark: z.boolean(),
  isCompanionThere: z.boolean(),
  /** How long the newest answer of the companion took. */
  answerMs: z.number().optional(),
  problem: z.string().optional(),
  startedAtMs: z.number(),
  plannedMinutes: z.number(),
  /** Minutes that were planned up to the end of the scene. */
  dueMinutes: z.number(),
})

/** The messages on the one channel between the stage and the speaker's window. */
export const SpeakerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello') }),
  z.object({ kind: z.literal('report'), report: StageReport }),
  z.object({ kind: z.literal('command'), command: z.enum(COMMANDS) }),
  z.object({ kind: z.literal('stage-closed') }),
])

export type StageReport = z.infer<typeof StageReport>
export type SpeakerMessage = z.infer<typeof SpeakerMessage>
