import { DcrOptions } from '../../tyk/dcr-options.ts'
import { HeaderCredential } from '../../oauth/header-credential.ts'
import * as z from '../../zod.ts'
import { EmailAddress } from '../email-address.ts'
import { defineEndpoint } from '../define-endpoint.ts'
import { defineList } from '../define-list.ts'
import { CatalogueEntry, Developer, PortalMessage, PortalSettings } from '../portal.ts'

/** What a developer signs in with. */
export const Account = z.strictObject({
  email: EmailAddress,
  password: z.string().min(8, 'Use at least 8 characters.').max(200),
})

const EntryParams = z.strictObject({ entry: z.string().max(300) })
const Token = HeaderCredential(8192).optional().describe('Left out: the stored token stays')

export const portalEndpoints = {
  getPortalSettings: defineEndpoint({
    id: 'getPortalSettings',
    method: 'get',
    path: '/api/portal-settings',
    summary: 'Global portal settings',
    reply: PortalSettings,
  }),
  putPortalSettings: defineEndpoint({
    id: 'putPortalSettings',
    method: 'put',
    path: '/api/portal-settings',
    summary: 'Replaces the global portal settings',
    body: z.strictObject({
      enable_dcr: z.boolean(),
      oauth_redirect_uri_separator: z.string().length(1).default(';'),
      dcr_options: DcrOptions.optional(),
      initial_access_token: Token,
    }),
    reply: PortalSettings,
  }),
  listCatalogue: defineList({
    id: 'listCatalogue',
    path: '/api/catalogue',
    summary: 'Published APIs',
    item: CatalogueEntry,
    filters: { api_id: z.string().max(200) },
  }),
  putCatalogueEntry: defineEndpoint({
    id: 'putCatalogueEntry',
    method: 'put',
    path: '/api/catalogue/:entry',
    summary: 'Publishes an API or changes its entry',
    params: EntryParams,
    body: z.strictObject({
      name: z.string().trim().min(1, 'Give the entry a name.').max(200),
      short_description: z.string().max(500).default(''),
      show: z.boolean().default(true),
      api_id: z.string().max(300),
      policy_id: z.string().max(300),
      config: z.strictObject({
        override: z.boolean(),
        enable_dcr: z.boolean(),
        dcr_options: DcrOptions.optional(),
        initial_access_token: Token,
      }),
    }),
    reply: CatalogueEntry,
  }),
  deleteCatalogueEntry: defineEndpoint({
    id: 'deleteCatalogueEntry',
    method: 'delete',
    path: '/api/catalogue/:entry',
    summary: 'Takes an API out of the catalogue',
    status: 204,
    params: EntryParams,
    reply: z.undefined(),
  }),
  listDevelopers: defineList({
    id: 'listDevelopers',
    path: '/api/developers',
    summary: 'Developers who may sign in to the portal',
    item: Developer,
    filters: { email: z.string().max(200) },
    searched: ['email'],
    sorts: ['email', 'created_at'],
  }),
  createDeveloper: defineEndpoint({
    id: 'createDeveloper',
    method: 'post',
    path: '/api/developers',
    summary: 'Creates a developer, or sets a new password for the one with this e-mail address',
    status: 201,
    body: Account,
    reply: Developer,
  }),
  listPortalMessages: defineList({
    id: 'listPortalMessages',
    path: '/api/portal-messages',
    summary: 'Messages that the portal would send by e-mail, the newest first',
    item: PortalMessage,
    order: '-added',
  }),
  deleteDeveloper: defineEndpoint({
    id: 'deleteDeveloper',
    method: 'delete',
    path: '/api/developers/:developer',
    summary: 'Removes a developer',
    status: 204,
    params: z.strictObject({ developer: z.string().max(300) }),
    reply: z.undefined(),
  }),
}
