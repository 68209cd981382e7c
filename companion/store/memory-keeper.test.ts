import { MemoryKeeper } from './memory-keeper.ts'
import { testKeeper } from './testing/keeper-suite.ts'

testKeeper('the keeper in memory', async () => {
  const keeper = new MemoryKeeper()
  return { open: () => keeper, remove: async () => undefined }
})
