/** `npm run mingjian -- …`: what people check with. `verify` and `open` are the offline verifier of draws, `log verify` walks the transparency log, `distribute` moves tables to a cluster. */
import { main as verifyDraws } from '#verifier/cli.ts'
import { distributeCommand } from './distribute.ts'
import { verifyLogCommand } from './log-verify.ts'

const args = process.argv.slice(2)
const output = { out: (line: string): void => console.log(line), err: (line: string): void => console.error(line) }

try {
  process.exitCode =
    args[0] === 'log'
      ? await verifyLogCommand(args.slice(1), output)
      : args[0] === 'distribute'
        ? await distributeCommand(args.slice(1), output)
        : verifyDraws(args, output)
} catch (error) {
  // What stands in the way (a database of another version, a folder of another user) says itself what to do.
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
