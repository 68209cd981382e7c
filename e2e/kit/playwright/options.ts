import type { DialectId } from '#shared/idp/dialects.ts'
import type { OutsideProvider } from '../lab/choose-provider.ts'

/**
 * Options of a test, a file (`test.use`), or a project (`use` of the configuration). They begin with
 * `dcr`, since options and fixtures share one space of names.
 */
export interface DcrLabOptions {
  /** Which provider the embedded one impersonates. Default `okta`. */
  dcrDialect: DialectId
  /** A scenario that is on before the test begins. */
  dcrScenario: string | undefined
  /**
   * A provider outside of the lab. Default: what `DCR_LAB_IDP_HOST`, `DCR_LAB_PROVIDER` and
   * `DCR_LAB_API_TOKEN` name, or else the embedded one.
   */
  dcrProvider: OutsideProvider | undefined
  /** How many seconds the lab's clock is ahead of the machine's. Default 0. */
  dcrClock: number
  /** How many clients may be left when the body of the test ends; more fail it. Default: any number. */
  dcrBudget: number | undefined
}
