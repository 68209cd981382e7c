import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testKeeper } from '../testing/keeper-suite.ts'
import { EmbeddedKeeper } from './embedded-keeper.ts'

testKeeper('the keeper of a data directory', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'dcr-keeper-'))
  return {
    open: () => new EmbeddedKeeper(directory),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
})
