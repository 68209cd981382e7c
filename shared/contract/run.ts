import { Problem } from '../errors/problem.ts'
import { JOURNEY_IDS } from '../journeys/journeys.ts'
import { STEP_IDS } from '../journeys/step-ids.ts'
import { TARGETS } from '../journeys/step.ts'
import { ComparedMember } from '../oauth/metadata/compare-metadata.ts'
import { DIALECT_IDS } from '../idp/dialects.ts'
import { DCR_PROVIDERS } from '../tyk/dcr-options.ts'
import * as z from '../zod.ts'

export const StepId = z.enum(STEP_IDS).meta({ id: 'StepId' })

export const JourneyId = z.enum(JOURNEY_IDS).meta({ id: 'JourneyId' })

export const Target = z.enum(TARGETS).meta({ id: 'Target' })

/** How many clients a run may leave at the identity provider. */
export const ClientBudget = z.number().int().min(0).max(100_000)

/** The name that a person gives to a run. */
export const RunName = z
  .string()
  .trim()
  .min(1, 'Give the run a name.')
  .max(80, 'At most 80 characters.')

/** Names a stored secret for the reveal route, such as `registration/<id>/client_secret`. */
export const SecretRef = z.string().regex(/^[a-z_]+\/[^/\s]+\/[a-z_]+$/)

export const Fact = z
  .strictObject({
    id: z.string(),
    label: z.string(),
    kind: z.enum(['text', 'code', 'url', 'json', 'time', 'secret', 'jwt']),
    value: z.string().describe('Masked where the fact is a secret'),
    secret: SecretRef.optional(),
  })
  .meta({ id: 'Fact' })

export const StepCheck = z
  .strictObject({
    id: z.string(),
    text: z.string(),
    state: z.enum(['passed', 'failed', 'warned']),
    evidence: z.string().optional(),
  })
  .meta({ id: 'StepCheck' })

export const StepResult = z
  .strictObject({
    summary: z.string(),
    facts: z.array(Fact),
    checks: z.array(StepCheck),
    comparison: z
      .array(ComparedMember)
      .optional()
      .describe('Client metadata of step 9, asked beside granted'),
    verdict: z.string().optional(),
    via: z.enum(['panel', 'portal']).optional().describe('Where step 8 or 9 was done'),
  })
  .meta({ id: 'StepResult' })

export const RunStep = z
  .strictObject({
    id: StepId,
    state: z
      .enum(['todo', 'running', 'passed', 'failed', 'outdated'])
      .describe('outdated: passed once, and to be done again'),
    outdated_by: StepId.optional().describe('The step that has another result since'),
    inputs: z
      .record(z.string(), z.unknown())
      .describe('Typed or default values; secrets are never here'),
    kept_secrets: z
      .record(z.string(), z.string())
      .describe('Secret inputs the companion keeps, masked'),
    result: StepResult.optional(),
    problem: Problem.optional(),
    exchanges: z.array(z.string()),
    started_at: z.iso.datetime().optional(),
    ms: z.number().optional(),
  })
  .meta({ id: 'RunStep' })

export const Run = z
  .strictObject({
    id: z.string(),
    name: RunName,
    journey: JourneyId,
    target: Target,
    provider: z.enum(DCR_PROVIDERS).describe('The kind of identity provider'),
    dialect: z.enum(DIALECT_IDS).optional().describe('Where the embedded one is used'),
    created_at: z.iso.datetime(),
    client_budget: ClientBudget.optional(),
    steps: z.array(RunStep),
  })
  .meta({ id: 'Run', description: 'One walk through a journey' })

export type StepId = z.infer<typeof StepId>
export type Target = z.infer<typeof Target>
export type Fact = z.infer<typeof Fact>
export type StepCheck = z.infer<typeof StepCheck>
export type StepResult = z.infer<typeof StepResult>
export type RunStep = z.infer<typeof RunStep>
export type Run = z.infer<typeof Run>
