import { toHar } from '#shared/exports/to-har.ts'
import { toJson } from '#shared/exports/to-json.ts'
import { toMarkdown } from '#shared/exports/to-markdown.ts'
import type { WalkRecord } from '#shared/exports/walk.ts'

export interface ReportFile {
  name: string
  contentType: string
  body: string
}

/** What is attached to a failed test. */
export function toReportFiles(record: WalkRecord): ReportFile[] {
  return [
    { name: 'journey.md', contentType: 'text/markdown', body: toMarkdown(record) },
    {
      name: 'journey.har',
      contentType: 'application/json',
      body: JSON.stringify(toHar(record), undefined, 2),
    },
    { name: 'journey.json', contentType: 'application/json', body: toJson(record) },
  ]
}
