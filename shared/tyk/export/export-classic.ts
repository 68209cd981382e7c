import type { ApiDefinition } from '../api-definition.ts'
import { encodeJwtSource, readJwtSource } from '../jwt-source.ts'
import type { Policy } from '../policy.ts'
import { findClassicLosses } from './classic-losses.ts'
import { refuseExport } from './refuse-export.ts'

/**
 * A definition as a Tyk 5 gateway loads it: as it came, but for `jwt_source`, which is written in base64 (a
 * plain address breaks after the first request there) and without a line break.
 *
 * @throws AppError `INPUT_INVALID` for an OAS definition with checks that a classic one cannot say.
 * @see [tyk#7461](https://github.com/TykTechnologies/tyk/issues/7461)
 */
export function exportApi(definition: ApiDefinition): Record<string, unknown> {
  const losses = findClassicLosses(definition)
  if (losses.length > 0) throw refuseExport('classic', losses)
  const { oas: _document, ...classic } = definition
  return {
    ...classic,
    // Tyk would look for the OAS document beside it.
    ...(classic['is_oas'] === true && { is_oas: false }),
    ...(classic.jwt_source && { jwt_source: exportSource(classic.jwt_source) }),
  }
}

function exportSource(source: string): string {
  const read = readJwtSource(source)
  return read?.kind === 'url' ? encodeJwtSource(read.url.trim()) : source
}

/** A policy as Tyk loads it. Tyk looks its policies up by `id`; `_id` is the database's own. */
export function exportPolicy(policy: Policy): Record<string, unknown> {
  return { partitions: { quota: false, rate_limit: false, acl: false, per_api: false }, ...policy }
}
