import * as z from '../zod.ts'
import { StepId } from './run.ts'

/** Which token a call of a lesson carries; the token is that of the lesson's run. */
export const TOKEN_CHOICES = ['kept', 'none', 'broken_signature'] as const

const Label = z.string().min(1).max(80).describe('The words on the button, such as "Call the API"')

/** One thing that a step of a lesson lets a person do. */
export const LessonAction = z
  .discriminatedUnion('do', [
    z.strictObject({
      do: z.literal('step'),
      label: Label,
      step: StepId.describe('A step of the lesson’s journey'),
      inputs: z.record(z.string(), z.unknown()).default({}),
    }),
    z.strictObject({
      do: z.literal('call'),
      label: Label,
      token: z.enum(TOKEN_CHOICES).default('kept').describe('kept: as it is, never renewed'),
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('GET'),
      path: z.string().max(200).default('headers').describe('After the listen path of the API'),
    }),
    z.strictObject({
      do: z.literal('start_scenario'),
      label: Label,
      name: z.string().describe('A file of scenarios/, without .yaml'),
    }),
    z.strictObject({
      do: z.literal('stop_scenario'),
      label: Label,
    }),
    z.strictObject({
      do: z.literal('move_clock'),
      label: Label,
      offset_seconds: z
        .number()
        .int()
        .min(-315_360_000)
        .max(315_360_000)
        .describe('How far the lab’s clock is ahead of the machine’s; 0 sets it right'),
    }),
    z.strictObject({
      do: z.literal('rotate_key'),
      label: Label,
      overlap_seconds: z
        .number()
        .int()
        .min(0)
        .max(86_400)
        .describe('How long the old key is published; 0 withdraws it at once'),
    }),
    z.strictObject({
      do: z.literal('forget_keys'),
      label: Label,
    }),
    z.strictObject({
      do: z.literal('change_api'),
      label: Label,
      members: z
        .record(z.string(), z.unknown())
        .describe('Members of the API definition that take the place of its own'),
    }),
  ])
  .meta({ id: 'LessonAction' })

export type TokenChoice = (typeof TOKEN_CHOICES)[number]
export type LessonAction = z.infer<typeof LessonAction>
