import { DcrOptions } from '../tyk/dcr-options.ts'
import { TYK_ID } from '../tyk/api-definition.ts'
import * as z from '../zod.ts'

const Id = z.string().regex(TYK_ID)

/** DCR settings as they are shown: the token is a secret, so only its last characters appear. */
export const PortalSettings = z
  .strictObject({
    enable_dcr: z.boolean(),
    oauth_redirect_uri_separator: z.string().min(1).max(1).default(';'),
    dcr_options: DcrOptions.optional(),
    initial_access_token: z.string().optional().describe('Masked'),
  })
  .meta({
    id: 'PortalSettings',
    description: 'Global portal settings that a catalogue entry may override',
  })

export const CatalogueEntry = z
  .strictObject({
    id: Id,
    name: z.string(),
    short_description: z.string(),
    show: z.boolean(),
    api_id: Id,
    policy_id: Id,
    config: z.strictObject({
      override: z.boolean(),
      enable_dcr: z.boolean(),
      dcr_options: DcrOptions.optional(),
      initial_access_token: z.string().optional().describe('Masked'),
    }),
  })
  .meta({ id: 'CatalogueEntry', description: 'A published API with its DCR settings' })

export const Developer = z
  .strictObject({
    id: z.string(),
    email: z.email('Write an e-mail address, such as dev@example.com.'),
    created_at: z.iso.datetime(),
    inactive: z.boolean(),
  })
  .meta({ id: 'Developer' })

export const PortalMessage = z
  .strictObject({
    id: z.string(),
    to: z.string().describe('E-mail address of the developer'),
    subject: z.string(),
    code: z.string().describe('Typed into the portal by the developer; works once'),
    sent_at: z.iso.datetime(),
    ends_at: z.iso.datetime().describe('When the code stops working'),
  })
  .meta({ id: 'PortalMessage', description: 'What the portal would send by e-mail' })

export type PortalMessage = z.infer<typeof PortalMessage>
export type PortalSettings = z.infer<typeof PortalSettings>
export type CatalogueEntry = z.infer<typeof CatalogueEntry>
export type Developer = z.infer<typeof Developer>

/** The portal's pages, as each names itself in `<body data-portal-page>`. */
export const PORTAL_PAGES = [
  'catalogue',
  'sign-up',
  'sign-in',
  'forgotten',
  'new-password',
  'clients',
  'select-api',
  'details',
  'final-step',
  'message',
] as const

export type PortalPage = (typeof PORTAL_PAGES)[number]

/** Path on the portal's origin where a provider sends a browser back to after an authorization. */
export const CALLBACK_PATH = '/oauth/callback'
