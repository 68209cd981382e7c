// Signs in and prints where the browser would be sent: node print-redirect.mjs URL.
import { signIn } from './sign-in.mjs'

process.stdout.write(`${await signIn(process.argv[2])}\n`)
