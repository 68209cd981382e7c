import type { Scenario } from '../contract/doctor.ts'

/** Faults of calls that no step of a run makes, or of what no step of a run asks for. */
const BESIDE_RUNS: readonly string[] = [
  'delete-204-but-lives',
  'open-registration',
  'application-type-changed',
  'scp-vs-scope',
]

/** Without its claim the gateway falls back to the subject, and the call passes. */
const UNNOTICED = 'jwt_identity_base_field'

/**
 * True where a run that is walked while the scenario is on meets what is wrong. What only an examination does
 * (registering several times, keeping a replaced token, losing the app, trying as a stranger) no step does.
 */
export function meetsRun({ faults, clock_offset_seconds, host, client, api }: Scenario): boolean {
  const isExaminedOnly =
    client.connects > 1 ||
    client.keeps_old_token ||
    client.loses_its_app ||
    client.tries_without_token
  if (isExaminedOnly) return false
  const hasFault = faults.some(({ id }) => !BESIDE_RUNS.includes(id))
  return hasFault || clock_offset_seconds !== 0 || host !== undefined || isBroken(client, api)
}

function isBroken(client: Scenario['client'], api: Scenario['api']): boolean {
  return (
    client.kind === 'browser' ||
    !client.has_token ||
    !client.sends_token ||
    client.has_made_up_token ||
    client.scheme !== undefined ||
    client.skips_discovery ||
    client.copies_supported_grants ||
    client.ignores_granted_method ||
    client.is_deleted_before_token ||
    client.waits_seconds > 0 ||
    client.scope !== '' ||
    client.expects_audience !== undefined ||
    Object.keys(client.metadata).length > 0 ||
    !api.has_policy ||
    Object.keys(api.policy).length > 0 ||
    Object.keys(api.definition).some((name) => name !== UNNOTICED)
  )
}
