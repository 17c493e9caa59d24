/** Jobs apart from the server: as many of these as the machines allow, beside one or more servers on the same database. */
import { readConfig } from './config.ts'
import { openHouse } from './open-house.ts'

const config = readConfig()
if (config.database.kind === 'embedded') {
  console.error(
    'A worker apart needs the database that the servers use: set DATABASE_URL. With the embedded database the server runs the jobs itself. [embedded]',
  )
  process.exit(78)
}
const house = await openHouse(config, {
  origin: config.publicUrl ?? 'http://127.0.0.1',
  notice: (line) => console.log(line),
  prepare: async () => undefined,
  sequences: false,
})
let asked = false
const signal = async (): Promise<void> => {
  if (asked) process.exit(130)
  asked = true
  await house.close(30_000)
  process.exit(0)
}
process.on('SIGTERM', signal)
process.on('SIGINT', signal)
