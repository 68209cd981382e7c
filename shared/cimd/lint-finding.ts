import * as z from '../zod.ts'

const DRAFT = 'draft-ietf-oauth-client-id-metadata-document-02'

/** One thing that a lint says about a client metadata document. */
export const LintFinding = z
  .strictObject({
    rule: z.string(),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    source: z.string().describe('The document with its revision, and the section'),
  })
  .meta({ id: 'LintFinding' })

export type LintFinding = z.infer<typeof LintFinding>

/** @param section - Of revision -02 of the draft; a whole source where another document says so. */
export function finding(
  ...[rule, severity, message, section]: [string, LintFinding['severity'], string, string]
): LintFinding {
  const source = /^\d/.test(section) ? `${DRAFT}, section ${section}` : section
  return { rule, severity, message, source }
}
