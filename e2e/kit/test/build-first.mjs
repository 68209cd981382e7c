import { buildCompanion } from '../../../scripts/build.mjs'

/** The kit starts the built companion. Nothing is done where it is up to date. */
export async function setup() {
  await buildCompanion()
}
