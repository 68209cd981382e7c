import { DIALECT_IDS } from '../../idp/dialects.ts'
import * as z from '../../zod.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { DCR_PROVIDERS } from '../../tyk/dcr-options.ts'
import { ClientBudget, JourneyId, Run, RunName, StepId, Target } from '../run.ts'

const RunParams = z.strictObject({ run: z.string().max(300) })
const StepParams = z.strictObject({ run: z.string().max(300), step: StepId })
const Inputs = z.record(z.string(), z.unknown())

export const runEndpoints = {
  listRuns: defineList({
    id: 'listRuns',
    path: '/api/runs',
    summary: 'All runs, the newest first',
    item: Run,
    filters: {
      journey: Run.shape.journey,
      target: Run.shape.target,
      provider: Run.shape.provider,
    },
    searched: ['name'],
    sorts: ['name', 'created_at'],
    order: '-added',
  }),
  createRun: defineEndpoint({
    id: 'createRun',
    method: 'post',
    path: '/api/runs',
    summary: 'Starts a walk through a journey',
    status: 201,
    body: z.strictObject({
      journey: JourneyId.default('dcr'),
      name: RunName.optional().describe('Left out: the provider, with a number where needed'),
      target: Target.default('embedded'),
      provider: z
        .enum(DCR_PROVIDERS)
        .default('okta')
        .describe('embedded: the one it impersonates; provider: whose driver is used'),
      dialect: z
        .enum(DIALECT_IDS)
        .optional()
        .describe(
          'embedded: in place of the kind of provider, where several dialects stand in for it',
        ),
      origin: z.enum(['panel', 'cli', 'test']).default('panel'),
      client_budget: ClientBudget.optional().describe(
        'How many clients may be left when `POST /api/budget-checks` is asked about this run',
      ),
    }),
    reply: Run,
  }),
  getRun: defineEndpoint({
    id: 'getRun',
    method: 'get',
    path: '/api/runs/:run',
    summary: 'One run with its steps, inputs and results',
    params: RunParams,
    reply: Run,
  }),
  renameRun: defineEndpoint({
    id: 'renameRun',
    method: 'patch',
    path: '/api/runs/:run',
    summary: 'Gives a run another name',
    params: RunParams,
    body: z.strictObject({ name: RunName }),
    reply: Run,
  }),
  deleteRun: defineEndpoint({
    id: 'deleteRun',
    method: 'delete',
    path: '/api/runs/:run',
    summary:
      'Deletes a run with what it made: its clients at the IdP, its API, policy, catalogue entry and developer',
    params: RunParams,
    reply: z.strictObject({
      left_behind: z.array(z.string()).describe('What could not be deleted, in words'),
    }),
  }),
  saveInputs: defineEndpoint({
    id: 'saveInputs',
    method: 'patch',
    path: '/api/runs/:run/steps/:step',
    summary: 'Keeps what a person has typed so far; nothing is checked yet',
    params: StepParams,
    body: z.strictObject({ inputs: Inputs }),
    reply: Run,
  }),
  runStep: defineEndpoint({
    id: 'runStep',
    method: 'post',
    path: '/api/runs/:run/steps/:step',
    summary: 'Carries out one step; inputs left out keep their last or default value',
    params: StepParams,
    body: z.strictObject({ inputs: Inputs.default({}) }),
    reply: Run,
  }),
  cancelStep: defineEndpoint({
    id: 'cancelStep',
    method: 'delete',
    path: '/api/runs/:run/steps/:step/attempt',
    summary: 'Ends the waiting of a step that runs; it fails with STEP_CANCELLED',
    params: StepParams,
    reply: Run,
  }),
}
