import { listNotActedOn } from '../not-acted-on.ts'
import type { ReadApi } from '../read-api.ts'
import { readScopeMapping } from '../scope-mapping.ts'

/** A parameter of a listen path whose name Tyk refuses in an OAS definition. */
const STRANGE_PARAMETER = /\{[^A-Za-z][^}]*\}/

/** What an OAS document cannot say of a classic definition, by the names of its members; empty for nothing. */
export function findOasLosses(definition: ReadApi): string[] {
  const { proxy, enable_jwt } = definition
  const hasTokensOnly = !enable_jwt && !definition.use_keyless
  return [
    // An API of auth tokens alone has a form of its own.
    ...listNotActedOn(definition).filter(
      (path) => !(hasTokensOnly && path === 'use_standard_auth'),
    ),
    ...['json_rpc_version', 'application_protocol', 'protocol'].filter((name) => definition[name]),
    ...findVersionLosses(definition),
    ...(proxy.target_url === '' ? ['proxy.target_url (there is none)'] : []),
    ...(STRANGE_PARAMETER.test(proxy.listen_path)
      ? [`proxy.listen_path (a parameter whose name does not begin with a letter)`]
      : []),
    ...(readScopeMapping(definition)?.claim.includes('.')
      ? ['scope_claim_name (a name with a dot, which is a path in a classic definition only)']
      : []),
  ]
}

/** Tyk does not look at the lists of a version that does not say that it uses them. */
function findVersionLosses({ version_data }: ReadApi): string[] {
  return Object.entries(version_data.versions).flatMap(([name, version]) => {
    const lists = Object.values(version.extended_paths ?? {})
    const hasLists = lists.some((list) => Array.isArray(list) && list.length > 0)
    return version.use_extended_paths === undefined && hasLists
      ? [`version_data.versions.${name}.extended_paths (without use_extended_paths)`]
      : []
  })
}
