import { DCR_PROVIDERS, type DcrProvider } from '#shared/tyk/dcr-options.ts'
import type { Driver, DriverData } from './driver.ts'
import { findExplanation } from './explanation.ts'

/** The driver of every kind of provider in the list: a new one needs its name there and its file. */
const DRIVERS = new Map<DcrProvider, Driver>(await Promise.all(DCR_PROVIDERS.map(loadDriver)))

async function loadDriver(id: DcrProvider): Promise<[DcrProvider, Driver]> {
  const { driver } = (await import(`./${id}/driver.ts`)) as { driver: DriverData }
  const { explanations } = driver
  return [id, { ...driver, explain: (error) => findExplanation(explanations, error) }]
}

export function listDrivers(): Driver[] {
  return [...DRIVERS.values()]
}

export function getDriver(provider: DcrProvider): Driver {
  const driver = DRIVERS.get(provider)
  if (!driver) throw new RangeError(`There is no driver for "${provider}"`)
  return driver
}
