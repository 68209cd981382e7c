// The client under test of the official MCP conformance suite: node conformance-client.mjs SERVER_URL.
// The suite appends the address, and names its scenario and what the client knows beforehand in the environment;
// DCR_LAB_COMPANION and DCR_LAB_TOKEN name the companion that walks the journey.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const {
  MCP_CONFORMANCE_SCENARIO: scenario = '',
  MCP_CONFORMANCE_CONTEXT: context = '{}',
  DCR_LAB_COMPANION: companion = '',
} = process.env
const { client_id, client_secret, private_key_pem } = JSON.parse(context)
const program = join(import.meta.dirname, '..', '..', 'bin', 'dcr-lab.mjs')
const DOCUMENT = 'https://conformance-test.local/client-metadata.json'

const child = spawn(
  process.execPath,
  [
    program,
    'journey',
    '--server',
    process.argv[2] ?? '',
    '--companion',
    companion,
    ...(client_id === undefined ? [] : ['--client-id', client_id]),
    ...(scenario === 'auth/basic-cimd' ? ['--client-document', DOCUMENT] : []),
    ...(scenario.startsWith('auth/client-credentials') ? ['--grant', 'client_credentials'] : []),
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(client_secret !== undefined && { DCR_LAB_CLIENT_SECRET: client_secret }),
      ...(private_key_pem !== undefined && { DCR_LAB_CLIENT_KEY: private_key_pem }),
    },
  },
)
const [code] = await once(child, 'exit')
process.exitCode = code ?? 1
