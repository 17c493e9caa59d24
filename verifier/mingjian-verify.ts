/** The entry of the one-file verifier `mingjian-verify.mjs`, which runs on plain Node 20: `node mingjian-verify.mjs bundle.json`. */
import { main } from './cli.ts'

process.exitCode = main(process.argv.slice(2), { out: console.log, err: console.error })
