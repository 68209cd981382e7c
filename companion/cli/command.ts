import type { Argument, Option } from 'commander'

/** One command of `dcr-lab`: name, options and function. */
export interface CliCommand<Values extends object = object> {
  name: string
  /** One line for the list of commands. */
  summary: string
  /** A few sentences about the command; shown by `--help`. */
  description: string
  options: readonly Option[]
  /** What the command is about, in order; `run` gets each value among the options, by its name. */
  arguments?: readonly Argument[]
  /** The exit code when the command was called wrongly; 1 unless given. */
  errorCode?: number
  /** @returns The exit code. @throws AppError, which is printed. */
  run(values: Values, host: CliHost): Promise<number>
}

/** Functions that the hosting program provides: an installed package cannot build itself. */
export interface CliHost {
  /** Builds the extension where its sources are at hand. */
  buildExtension?(): Promise<void>
  /** Opens a browser with the extension, paired. @returns False where there is no browser or no screen. */
  openBrowser?(options: {
    profile: string
    origin: string
    pairingCode: () => string
  }): Promise<boolean>
  /** Folder of the extension for Chromium, absolute. */
  extension: string
}
