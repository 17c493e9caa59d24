// Loaded before every program (node --import): an older Node cannot even read our files and would only say "unknown file extension".
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `Mingjian runs on Node 24 or newer, and this is Node ${process.versions.node}. Run "npm ci" (it brings Node 24 along, in node_modules/.bin) and start through npm: "npm start". If npm ci was told to ignore scripts, run "npm rebuild node".`,
  )
  process.exit(1)
}
