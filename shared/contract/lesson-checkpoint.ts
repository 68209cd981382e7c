import * as z from '../zod.ts'
import { Lane } from './exchange.ts'
import { RegistrationState } from './registration.ts'
import { StepId } from './run.ts'
import { CheckId } from './verdict.ts'

const Title = z.string().min(1).max(120).describe('What has to be seen, as a claim')

/**
 * What has to be seen on the wire before a step of a lesson counts as passed. Each checkpoint looks at what
 * came after the checkpoint before it, so that old traffic passes nothing.
 */
export const LessonCheckpoint = z
  .discriminatedUnion('see', [
    z.strictObject({
      see: z.literal('exchange'),
      title: Title,
      from: Lane,
      to: Lane,
      label: z.string().optional().describe('What the call is for, such as "Register client"'),
      method: z.string().optional(),
      path: z.string().optional().describe('A part of the address'),
      status: z.number().int().optional().describe('Left out: any answer below 400'),
    }),
    z.strictObject({
      see: z.literal('verdict'),
      title: Title,
      outcome: z.enum(['allowed', 'refused']),
      check: CheckId.optional().describe('The check that has to fail'),
    }),
    z.strictObject({
      see: z.literal('ledger'),
      title: Title,
      state: RegistrationState.describe('Of the newest client of the lesson’s run'),
    }),
    z.strictObject({
      see: z.literal('step'),
      title: Title,
      step: StepId.describe('Has to pass; for steps that send nothing'),
    }),
  ])
  .meta({ id: 'LessonCheckpoint' })

export type LessonCheckpoint = z.infer<typeof LessonCheckpoint>
