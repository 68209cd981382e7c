import { randomBytes } from 'node:crypto'
import { chmod, link, open, readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generate } from 'selfsigned'
import { syncDirectory } from '../store/embedded/durable-file.ts'
import { makeDirectory, toDirectoryError } from '../store/embedded/make-directory.ts'

const DAY_MS = 86_400_000

interface Pair {
  key: string
  cert: string
}

/** The lab's own certificate authority: it signs for this machine's names and for nothing else. */
export interface Authority {
  /** PEM, to be handed to those that have to trust the lab. */
  certificate: string
  /** A server's key and certificate, for 127.0.0.1, ::1 and localhost. */
  issue(): Promise<Pair>
}

/**
 * Reads the authority, or makes one when there is none. The holder of its key could sign for this machine's
 * names, so that the file is its owner's alone.
 *
 * @param path - Of the file with key and certificate, PEM.
 * @throws AppError `DIRECTORY_UNUSABLE`.
 */
export async function openAuthority(path: string): Promise<Authority> {
  const kept = (await readPair(path)) ?? (await keep(path, await makeAuthority()))
  return {
    certificate: kept.cert,
    issue: async () => {
      const own = await generate([{ name: 'commonName', value: 'DCR Lab, client documents' }], {
        algorithm: 'sha256',
        keyType: 'ec',
        notAfterDate: new Date(Date.now() + 90 * DAY_MS),
        ca: kept,
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: [
              { type: 2, value: 'localhost' },
              { type: 7, ip: '127.0.0.1' },
              { type: 7, ip: '::1' },
            ],
          },
        ],
      })
      return { key: own.private, cert: own.cert }
    },
  }
}

async function makeAuthority(): Promise<Pair> {
  const name = `DCR Lab authority ${randomBytes(3).toString('hex')}, this machine only`
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + 3650 * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  return { key, cert }
}

async function readPair(path: string): Promise<Pair | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw toDirectoryError(dirname(path), error)
  })
  if (text === undefined) return undefined
  await chmod(path, 0o600)
  const [key, cert] = text.match(/-----BEGIN [\s\S]*?-----END [^\n]*-----/g) ?? []
  return key !== undefined && cert !== undefined ? { key, cert } : undefined
}

/** Whole and durable before it has its name; what another process has made meanwhile counts. */
async function keep(path: string, pair: Pair): Promise<Pair> {
  const directory = dirname(path)
  await makeDirectory(directory)
  const unnamed = `${path}.${randomBytes(6).toString('hex')}.tmp`
  const file = await open(unnamed, 'wx', 0o600).catch((error: unknown) => {
    throw toDirectoryError(directory, error)
  })
  try {
    await file.writeFile(`${pair.key.trim()}\n${pair.cert.trim()}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  const isOurs = await link(unnamed, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw toDirectoryError(directory, error)
    },
  )
  await unlink(unnamed)
  await syncDirectory(directory)
  return isOurs ? pair : ((await readPair(path)) ?? pair)
}
