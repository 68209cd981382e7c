import { completeUrl, hasPortTooHigh, PORT_TOO_HIGH } from '../oauth/complete-url.ts'
import { GRANT_TYPES, RESPONSE_TYPES, TOKEN_ENDPOINT_AUTH_METHODS } from '../oauth/vocabulary.ts'
import * as z from '../zod.ts'
import { DCR_PROVIDERS } from './provider-kinds.ts'

/** An address of http or https; a bare host is completed. */
export const HttpUrl = z
  .string()
  .max(2048, 'At most 2048 characters.')
  .overwrite(completeUrl)
  .superRefine((value, context) => {
    const valid = /^https?:\/\/[^/\s]/i.test(value) && URL.canParse(value)
    if (!valid) {
      context.addIssue({
        code: 'custom',
        message: hasPortTooHigh(value)
          ? PORT_TOO_HIGH
          : 'Write a whole address with http:// or https://.',
        params: { rule: 'url' },
      })
      return
    }
    const url = new URL(value)
    if (url.username || url.password)
      context.addIssue({
        code: 'custom',
        message: 'Leave user name and password out of the address.',
        params: { rule: 'url_credentials' },
      })
  })
  .meta({ format: 'uri' })

/** An address, or nothing. */
export const OptionalHttpUrl = z
  .string()
  .overwrite(completeUrl)
  .superRefine((value, context) => {
    const read = value === '' ? undefined : HttpUrl.safeParse(value)
    for (const { message, path } of read?.error?.issues ?? [])
      context.addIssue({ code: 'custom', message, path, params: { rule: 'url' } })
  })

/**
 * The seven fields of the guide's DCR form, as Tyk spells them on the wire. The token is absent
 * here: it is a secret, kept apart and never sent back.
 *
 * @see [Tyk: DCR with Okta](https://tyk.io/docs/tyk-developer-portal/tyk-portal-classic/okta-dcr/)
 */
export const DcrOptions = z
  .strictObject({
    provider: z.enum(DCR_PROVIDERS).default('okta'),
    grant_types: z.array(z.enum(GRANT_TYPES)).min(1, 'Choose at least one grant type.').max(20),
    token_endpoint_auth_method: z.enum(TOKEN_ENDPOINT_AUTH_METHODS),
    response_types: z.array(z.enum(RESPONSE_TYPES)).max(20),
    idp_host: HttpUrl,
    registration_endpoint: HttpUrl,
  })
  .meta({ id: 'DcrOptions' })

export { DCR_PROVIDERS, PROVIDER_LABELS, type DcrProvider } from './provider-kinds.ts'
export type DcrOptions = z.infer<typeof DcrOptions>
