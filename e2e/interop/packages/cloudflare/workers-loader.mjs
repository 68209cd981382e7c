// Answers the import of `cloudflare:workers`, which is there on Cloudflare's own runtime only.
import { register } from 'node:module'

const entrypoint =
  'export class WorkerEntrypoint { constructor(ctx, env) { this.ctx = ctx; this.env = env } }'
const hooks = `
  export async function resolve(specifier, context, next) {
    if (specifier !== 'cloudflare:workers') return next(specifier, context)
    return { url: ${JSON.stringify(`data:text/javascript,${entrypoint}`)}, shortCircuit: true }
  }`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
