import type { Run } from '#shared/contract/run.ts'
import type { Lab } from './lab.ts'
import { getFact, requirePassed } from './require-step.ts'

/** The provider of a test: where it answers, and what lets a client register there. */
export interface ProviderAccess {
  run: Run
  host: string
  issuer: string
  registrationEndpoint: string
  tokenEndpoint: string
  jwksUri: string
  initialAccessToken: string | undefined
}

/** The access of a test; discovery and token are asked for once, when the first client needs them. */
export interface Access {
  open(): Promise<ProviderAccess>
  /** A default scope at the embedded provider, without which some dialects give no token. */
  ensureScope(): Promise<void>
}

export function createAccess(lab: Lab): Access {
  let opened: Promise<ProviderAccess> | undefined
  let scoped: Promise<void> | undefined
  const open = (): Promise<ProviderAccess> => (opened ??= openProvider(lab))
  return {
    open,
    ensureScope: () => (scoped ??= lab.options.provider ? Promise.resolve() : addScope(lab, open)),
  }
}

function openProvider(lab: Lab): Promise<ProviderAccess> {
  return lab.act('Find the identity provider', async () => {
    const begun = await lab.createRun('dcr')
    const run = await lab.api.runStep({
      params: { run: begun.id, step: 'api-token' },
      body: { inputs: lab.inputsOf('api-token') },
    })
    const step = requirePassed(run, 'api-token')
    const secret = step.result?.facts.find(({ id }) => id === 'api_token')?.secret
    const token =
      secret === undefined ? undefined : await lab.api.revealSecret({ body: { secret } })
    return {
      run,
      host: lab.options.provider?.host ?? hostOf(lab, getFact(step, 'issuer')),
      issuer: getFact(step, 'issuer'),
      registrationEndpoint: getFact(step, 'registration_endpoint'),
      tokenEndpoint: getFact(step, 'token_endpoint'),
      jwksUri: getFact(step, 'jwks_uri'),
      initialAccessToken: token?.value,
    }
  })
}

/** Okta's host is the organisation; for the other dialects the issuer finds the same metadata. */
function hostOf({ companion, options }: Lab, issuer: string): string {
  return options.dialect === 'okta' ? companion.addresses.idp : issuer
}

async function addScope(lab: Lab, open: () => Promise<ProviderAccess>): Promise<void> {
  const { run } = await open()
  await lab.act('Add a default scope', async () => {
    const after = await lab.api.runStep({ params: { run: run.id, step: 'scope' }, body: {} })
    requirePassed(after, 'scope')
  })
}
