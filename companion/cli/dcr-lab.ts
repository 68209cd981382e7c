import { Command, CommanderError } from 'commander'
import { AppError } from '#shared/errors/app-error.ts'
import { VERSION } from '../version.ts'
import type { CliCommand, CliHost } from './command.ts'
import { doctor } from './commands/doctor.ts'
import { idp } from './commands/idp.ts'
import { importDefinitions } from './commands/import.ts'
import { journey } from './commands/journey.ts'
import { replay } from './commands/replay.ts'
import { start } from './commands/start.ts'
import { store } from './commands/store.ts'
import { visits } from './commands/visits.ts'
import { watch } from './commands/watch.ts'
import { printError } from './print-error.ts'

const COMMANDS: readonly CliCommand[] = [
  start,
  journey,
  replay,
  visits,
  watch,
  importDefinitions,
  doctor,
  idp,
  store,
]

/**
 * The command line `dcr-lab`. Prints errors.
 *
 * @param argv - The arguments after the name of the program.
 * @returns The exit code: 0, the command's own, or the one for errors, which is mostly 1.
 */
export async function runCommandLine(argv: readonly string[], host: CliHost): Promise<number> {
  let code = 0
  const program = new Command('dcr-lab')
    .description('Register an OAuth client dynamically, get a token, call an API, see why.')
    .version(VERSION)
    .helpCommand(false)
  for (const command of COMMANDS)
    program.addCommand(
      build(command, async (values) => {
        code = await command.run(values, host)
      }),
    )
  quiet(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0
    printError(thrown instanceof CommanderError ? readUsageError(thrown, argv) : thrown)
    return COMMANDS.find(({ name }) => name === argv[0])?.errorCode ?? 1
  }
}

function build(
  { name, summary, description, options, arguments: given = [] }: CliCommand,
  act: (values: object) => Promise<void>,
): Command {
  const command = new Command(name).summary(summary).description(description)
  for (const argument of given) command.addArgument(argument)
  command.action((...values: unknown[]) => {
    const named = given.map((argument, at) => [argument.name(), values[at]] as const)
    // After the arguments commander passes the options.
    return act({ ...(values[given.length] as object), ...Object.fromEntries(named) })
  })
  for (const option of options) command.addOption(option)
  return quiet(command)
}

/** commander's own errors are thrown, so that they are printed here like every other error. */
function quiet(command: Command): Command {
  return command
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ outputError: () => undefined })
}

function readUsageError({ code, message }: CommanderError, argv: readonly string[]): AppError {
  const isBare = code === 'commander.help' && argv.length === 0
  const detail = isBare ? 'Name a command.' : capitalize(message.replace(/^error: /, ''))
  const names = COMMANDS.map(({ name }) => name)
  const named = names.find((name) => name === argv[0])
  const hint = named
    ? `See dcr-lab ${named} --help.`
    : `The commands are ${names.join(', ')}; see dcr-lab --help.`
  return new AppError('OPTION_INVALID', { detail, hint })
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
