import { DOCUMENT_FAULT_IDS } from '../cimd/document-fault.ts'
import { LintFinding } from '../cimd/lint-finding.ts'
import * as z from '../zod.ts'

/** A part of the path, so that it needs no escapes. */
export const DocumentName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'Lower-case letters, digits and hyphens, at most 61.')

/** Client metadata; client_id is put in when the document is served, and may be left out. */
const Metadata = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 20_000, 'At most 20 000 characters as JSON.')

export const DocumentInput = z
  .strictObject({
    metadata: Metadata,
    faults: z.array(z.enum(DOCUMENT_FAULT_IDS)).max(10).default([]),
  })
  .meta({ id: 'DocumentInput' })

/** One fetch of a document. */
export const DocumentFetch = z.strictObject({
  exchange: z.string(),
  at: z.iso.datetime(),
  status: z.number().int(),
  user_agent: z.string().optional(),
})

/** A client metadata document that this lab hosts. */
export const ClientDocument = DocumentInput.extend({
  name: z.string(),
  url: z.string().describe('The client id, over https with the authority of this lab'),
  http_url: z
    .string()
    .describe('The same over http, to look at without the authority; no client id'),
  findings: z.array(LintFinding),
  fetches: z.number().int().describe('Since the companion started'),
  last_fetches: z.array(DocumentFetch).describe('The newest ten, the newest first'),
}).meta({ id: 'ClientDocument' })

export const LintReport = z
  .strictObject({
    address: z.string(),
    status: z.number().int().optional(),
    content_type: z.string().optional(),
    size_bytes: z.number().int().optional(),
    exchange: z.string().optional(),
    findings: z.array(LintFinding),
  })
  .meta({ id: 'LintReport' })

export type DocumentInput = z.infer<typeof DocumentInput>
export type DocumentFetch = z.infer<typeof DocumentFetch>
export type ClientDocument = z.infer<typeof ClientDocument>
export type LintReport = z.infer<typeof LintReport>
