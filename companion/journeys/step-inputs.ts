import type { StepId } from '#shared/contract/run.ts'
import { AppError } from '#shared/errors/app-error.ts'
import { readFieldIssues } from '#shared/errors/field-issues.ts'
import { getStep } from '#shared/journeys/read-steps.ts'
import { splitRedirectUris } from '#shared/tyk/redirect-uri-separator.ts'
import * as z from '#shared/zod.ts'
import { maskSecret } from '#shared/secrets/mask.ts'
import type { Vault } from '../secrets/vault.ts'
import type { RunRecord } from '../store/schema.ts'
import { runPlace } from '../secrets/secret-places.ts'

/** Typed values, parted into what may be shown and what may not. */
export interface TypedInputs {
  plain: Record<string, unknown>
  secrets: Record<string, string>
}

/** Fields the step does not have are dropped; an empty secret means "keep the stored one". */
export function partInputs(
  run: RunRecord,
  step: StepId,
  typed: Record<string, unknown>,
): TypedInputs {
  const { fields, inputs } = getStep(run, step)
  const plain: Record<string, unknown> = {}
  const secrets: Record<string, string> = {}
  for (const { name, kind } of fields) {
    const value = typed[name]
    if (value === undefined) continue
    if (kind !== 'secret') plain[name] = value
    else if (typeof value === 'string' && value !== '')
      secrets[name] = cleanSecret(inputs.shape[name], value)
  }
  return { plain, secrets }
}

/** Kept as the step's schema reads it: without what was pasted along. What it refuses stays to be refused. */
function cleanSecret(schema: unknown, value: string): string {
  const read = schema instanceof z.ZodType ? schema.safeParse(value) : undefined
  return typeof read?.data === 'string' ? read.data : value
}

/**
 * Checks a step's inputs against the journey's schema.
 *
 * @throws AppError `INPUT_INVALID` with a sentence for each field.
 */
export function checkInputs(
  run: RunRecord,
  step: StepId,
  { plain, secrets, separator }: TypedInputs & { separator: string },
): Record<string, unknown> {
  const { inputs, number } = getStep(run, step)
  const result = inputs.safeParse({ ...splitUris(plain, separator), ...secrets })
  if (result.success) return result.data
  const issues = readFieldIssues(result.error)
  throw new AppError('INPUT_INVALID', {
    detail: `Step ${number} needs another look at ${[...new Set(issues.map(({ field }) => field))].join(', ')}.`,
    hint: 'The sentence beside each field says what is wanted.',
    issues,
  })
}

/** Several redirect URLs may be typed as one string, as Tyk stores them. */
function splitUris(plain: Record<string, unknown>, separator: string): Record<string, unknown> {
  const uris = plain['redirect_uris']
  if (!Array.isArray(uris)) return plain
  return { ...plain, redirect_uris: splitRedirectUris(uris.map(String), separator) }
}

export function sealSecrets(
  vault: Vault,
  run: RunRecord,
  { step, secrets }: { step: StepId; secrets: Record<string, string> },
): RunRecord['kept_secrets'] {
  const sealed = Object.entries(secrets).map(([field, secret]) => [
    `${step}.${field}`,
    {
      envelope: vault.seal(secret, runPlace(run.id, `${step}.${field}`)),
      mask: maskSecret(secret),
    },
  ])
  return { ...run.kept_secrets, ...(Object.fromEntries(sealed) as RunRecord['kept_secrets']) }
}

export function openSecrets(vault: Vault, run: RunRecord, step: StepId): Record<string, string> {
  const prefix = `${step}.`
  const own = Object.entries(run.kept_secrets).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(
    own.map(([name, { envelope }]) => [
      name.slice(prefix.length),
      vault.open(envelope, runPlace(run.id, name)),
    ]),
  )
}
