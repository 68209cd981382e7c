import type { Texts } from '../../facts.ts'

/** Which policies apply to the token. */
export const POLICIES = {
  checks: {
    policy: {
      title: 'Find the policy',
      reference: {
        text: 'Tyk: policies of a JWT',
        href: 'https://tyk.io/docs/basic-config-and-security/security/authentication-authorization/json-web-tokens/',
      },
    },
  },
  refusals: {
    /** `problem` is in Tyk's words. */
    POLICIES_CLASH: ({ policies, problem }: Texts<'policies' | 'problem'>) =>
      `The policies ${policies} cannot be applied: ${problem}.`,
    POLICIES_GONE: ({ policies }: Texts<'policies'>) => `The policies do not exist: ${policies}.`,
    POLICY_CLAIM_MISSING: ({ claims }: Texts<'claims'>) =>
      `The token has no claim "${claims}", and the API has no default policy.`,
    POLICY_CLAIM_UNREAD: 'The API reads no policy claim, and the API has no default policy.',
    POLICY_UNKNOWN: ({ place, policy }: Texts<'place' | 'policy'>) =>
      `"${place}" names the policy "${policy}", which does not exist here.`,
    SCOPE_MISSING: ({ claims }: Texts<'claims'>) =>
      `The API chooses policies by scope, and the token has no claim "${claims}".`,
    SCOPES_UNMAPPED: ({ scopes }: Texts<'scopes'>) =>
      `None of the token's scopes is mapped to a policy: ${scopes}. With a scope claim in the token the default policies do not count.`,
  },
  causes: {
    POLICY_BADLY_SAVED: 'A policy was saved without access rights, or with partitions that clash.',
    POLICY_DELETED: 'A policy was deleted while an API still used it.',
    POLICY_ID_FROM_PROVIDER:
      'The provider puts a policy id into the token that this gateway lacks.',
    POLICY_NOT_DEFAULT: 'The policy was created but never made the default.',
    SCOPE_NOT_ASKED: 'The token was asked for without a scope.',
    SCOPES_MAPPED_OTHERWISE: 'The API definition maps other scopes than the provider issues.',
    SCOPES_OTHER_ASKED: 'The token was asked for with other scopes.',
  },
}
