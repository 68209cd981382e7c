import { Option } from 'commander'
import { AppError } from '#shared/errors/app-error.ts'
import {
  type CertificateValues,
  certificateOptions,
  giveCertificates,
} from '../certificate-options.ts'
import type { CliCommand } from '../command.ts'
import { connect } from '../connect.ts'
import { followWatch, type WatchListener } from '../follow-watch.ts'
import { companionUrl, configDir, json } from '../options.ts'
import { waitForSignal } from '../wait-for-signal.ts'
import { writeLeg, writeVisit } from '../write-visits.ts'
import { writeWatch } from '../write-watch.ts'

interface Values extends CertificateValues {
  issuer?: string
  resource?: string
  keepIssuer?: true
  json?: true
  companion?: string
  config?: string
}

/** Stands as a recording proxy before real servers, until it is interrupted. */
export const watch: CliCommand<Values> = {
  name: 'watch',
  summary: 'a recording proxy before your own authorization server, API or MCP server',
  description:
    'Prints the addresses that a client is given in place of the real ones, then each request of the client as a line, in OAuth’s terms, and how its visit ended; until Ctrl-C. Metadata and other addresses are rewritten so that the client stays on the way through the watch; everything else passes as it is. It works with the companion that is running, or starts one that ends with the command.',
  options: [
    new Option('--issuer <url>', 'the authorization server, by its issuer'),
    new Option('--resource <url>', 'the API or MCP server'),
    new Option('--keep-issuer', 'leave issuer and iss as they are'),
    ...certificateOptions(),
    json('one JSON object per line: the watch, then each leg and the end of each visit'),
    companionUrl().conflicts('config'),
    configDir(),
  ],
  async run(values) {
    const { issuer, resource, keepIssuer } = values
    if (issuer === undefined && resource === undefined)
      throw new AppError('OPTION_INVALID', {
        detail: 'Name what to watch.',
        hint: 'Give --issuer https://…, --resource https://…, or both.',
      })
    const stopped = new AbortController()
    const interrupted = waitForSignal().then(() => stopped.abort())
    const { client, close } = await connect(values)
    try {
      await giveCertificates(client, issuer ?? resource, values)
      const opened = await client.createWatch({
        body: {
          ...(issuer !== undefined && { issuer }),
          ...(resource !== undefined && { resource }),
          ...(keepIssuer && { keep_issuer: true }),
        },
      })
      console.log(values.json ? JSON.stringify({ watch: opened }) : writeWatch(opened))
      try {
        const listener = values.json ? AS_JSON : AS_LINES
        await followWatch(client, opened, { listener, signal: stopped.signal })
      } finally {
        await client.deleteWatch({ params: { watch: opened.id } })
      }
      await interrupted
      return 0
    } finally {
      await close?.()
    }
  },
}

const AS_JSON: WatchListener = {
  onLeg: (leg) => console.log(JSON.stringify({ leg })),
  onVisit: ({ legs: _legs, ...visit }) => console.log(JSON.stringify({ visit })),
}

const AS_LINES: WatchListener = {
  onLeg: (leg) => console.log(writeLeg(leg)),
  onVisit: (visit) => console.log(`\n${writeVisit({ ...visit, legs: [] })}`),
}
