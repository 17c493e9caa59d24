// Loaded before the server (node --import): what Node made of a thousand files is kept, and the next start takes half the time to load
// them. The folder is the checkout's own: in a shared one another user of the machine could leave code for us to run.
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

enableCompileCache(fileURLToPath(new URL('../.build/compile-cache', import.meta.url)))
