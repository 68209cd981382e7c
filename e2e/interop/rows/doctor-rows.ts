import type { Examination } from '#shared/contract/doctor.ts'
import { findFreePort } from '../free-port.ts'
import type { Ending, Row, TrueEnding } from '../row.ts'
import type { Scene } from '../scene.ts'
import { credentialOf } from './credential-of.ts'

/** Examines the server as it is, with the right token. */
export function healthyRow(expected: TrueEnding): Row {
  return {
    name: 'doctor: as it is',
    // A sweep helps at no server here: those that delete clients have no orphans, the others refuse it.
    expected: { ...expected, neverSays: [...(expected.neverSays ?? []), 'Sweep the orphans'] },
    run: async (scene) =>
      examine(scene, { host: scene.server.host, env: await credentialOf(scene.server) }),
  }
}

/** The same with a token that the server never gave. */
export function wrongTokenRow(expected: TrueEnding): Row {
  return {
    name: 'doctor: wrong token',
    expected,
    run: (scene) =>
      examine(scene, { host: scene.server.host, env: { DCR_LAB_API_TOKEN: 'made-up-token' } }),
  }
}

/** A port that is closed: wrong whatever the server is. */
export function closedPortRow(): Row {
  return {
    name: 'doctor: a port where nothing listens',
    expected: {
      ends: 'exit 1, error port-closed',
      because: 'the port was free a moment ago',
    },
    run: async (scene) =>
      examine(scene, { host: `http://127.0.0.1:${await findFreePort()}`, env: {} }),
  }
}

/**
 * Set-ups that are wrong at every server of 127.0.0.1.
 *
 * @param options - For a path without an issuer: the finding, where the doctor knows the server's paths, and
 * what the server answers there.
 */
export function wrongHostRows({ pathFinding = 'no-metadata', pathStatus = '404' } = {}): Row[] {
  return [
    closedPortRow(),
    {
      name: 'doctor: https where the server speaks http',
      expected: {
        ends: 'exit 1, error tls-not-spoken',
        says: ['TLS'],
        because: 'the port is open and does not speak TLS',
      },
      run: (scene) =>
        examine(scene, { host: scene.server.host.replace('http://', 'https://'), env: {} }),
    },
    {
      name: 'doctor: a path without an issuer',
      expected: {
        ends: `exit 1, error ${pathFinding}`,
        says: [pathStatus],
        because: 'the server has no metadata there',
      },
      run: (scene) =>
        examine(scene, { host: `${new URL(scene.server.host).origin}/no-such-issuer`, env: {} }),
    },
  ]
}

async function examine(
  { lab, server }: Scene,
  { host, env }: { host: string; env: Record<string, string> },
): Promise<Ending> {
  const { code, stdout, stderr } = await lab.run(
    ['doctor', '--json', '--host', host, '--provider', server.provider],
    env,
  )
  if (!stdout.startsWith('{')) return { ends: `exit ${code}, no report`, says: stdout + stderr }
  const { findings } = JSON.parse(stdout) as Examination
  const named = findings.map(({ severity, id }) => `${severity} ${id}`)
  return {
    ends: [`exit ${code}`, ...named].join(', '),
    says: findings
      .map(({ severity, id, title, seen, cause, expected, fix }) =>
        [`${severity} ${id}`, title, seen, cause, expected, fix.label].join('. '),
      )
      .join('\n'),
  }
}
