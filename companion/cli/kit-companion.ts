import module from 'node:module'
import { join } from 'node:path'
import { prepareKeyPair } from '../idp/engine/spare-key.ts'
import { findKitDirectory } from './kit/kit-home.ts'

/** Node 22.8 and newer keep compiled code between starts. */
interface CachingModule {
  enableCompileCache?: (directory: string) => unknown
}

const { enableCompileCache } = module as CachingModule
enableCompileCache?.(join(findKitDirectory(), 'compiled'))
// The first signing key is looked for on another thread while the rest of the program is read.
prepareKeyPair()
const { serveKit } = await import('./kit/serve-kit.ts')
await serveKit()
