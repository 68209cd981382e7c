import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '#shared/errors/app-error.ts'
import { makeTemporaryDirectory } from './temporary-directories.ts'

/** The directories of a companion, as absolute paths. */
export interface Directories {
  /** Records, exchanges, scenarios' state. */
  data: string
  /**
   * The key file, and the file by which programs of this user find a running companion. Never inside `data`.
   */
  config: string
  /** The parent folder of a temporary companion's directories, which is removed at its end. */
  temporary: string | undefined
}

export interface DirectoryChoice {
  dataDir?: string | undefined
  configDir?: string | undefined
  /** Both directories below a new folder in the system's directory for temporary files. */
  ephemeral?: boolean | undefined
}

/**
 * Chooses directories as the XDG Base Directory Specification does, unless they are named.
 *
 * @throws AppError `OPTION_INVALID` when the key would be in the directory of the data that it decrypts.
 * @see [XDG Base Directory Specification](https://specifications.freedesktop.org/basedir-spec/latest/)
 */
export async function chooseDirectories(
  { dataDir, configDir, ephemeral = false }: DirectoryChoice,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Directories> {
  const temporary = ephemeral ? await makeTemporaryDirectory() : undefined
  const data = resolve(
    dataDir ?? (temporary ? join(temporary, 'data') : join(xdg('DATA', env), 'dcr-lab')),
  )
  const config = resolve(configDir ?? (temporary ? join(temporary, 'config') : findConfigDir(env)))
  if (`${config}/`.startsWith(`${data}/`)) {
    if (temporary !== undefined) await rm(temporary, { recursive: true })
    throw new AppError('OPTION_INVALID', {
      detail:
        'The config directory must not lie inside the data directory: a copy of the data would carry its key along.',
      hint: 'Name another directory with --config.',
    })
  }
  return { data, config, temporary }
}

/** The config directory of this user when none is named. */
export function findConfigDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(xdg('CONFIG', env), 'dcr-lab')
}

const XDG_DEFAULTS = {
  DATA: ['.local', 'share'],
  CONFIG: ['.config'],
  STATE: ['.local', 'state'],
}

/** A base directory of this user. */
export function xdg(kind: keyof typeof XDG_DEFAULTS, env: NodeJS.ProcessEnv): string {
  return env[`XDG_${kind}_HOME`] || join(homedir(), ...XDG_DEFAULTS[kind])
}
