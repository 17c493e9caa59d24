/**
 * The verification page: files come in by choosing, by dropping, or from the draw that the address names; a worker checks them with the code
 * of core; the answer is shown. After the page is loaded nothing leaves the computer, and it works from a file on disk too.
 */
import '#core/polyfill.ts'
import { parseSubject } from '#core/draws/subject.ts'
import { readLogKey } from '../trusted.ts'
import { el } from './elements.ts'
import type { FromWorker, HeldFile, ToWorker } from './messages.ts'
import { lookUpAnswer, openingSection } from './opening-view.ts'
import { loadFiles, type Remote, remoteFiles } from './remote-files.ts'
import { bundleSection, type LookUpAsked } from './report-view.ts'
import { figure, say } from './words.ts'

/** The text of the worker's script, put in by bin/build-verifier.ts: a page on disk may not load a second file. */
declare const workerSource: string

function start(place: HTMLElement): void {
  const worker = startWorker()
  if (worker === null) return void place.prepend(el('p', { class: 'note y' }, say('noWorker')))
  const input = el('input', { type: 'file', multiple: '', id: 'verify-choose', hidden: '', accept: '.json,.jsonl,application/json' })
  const button = el('button', { class: 'bt p', type: 'button' }, say('choose'))
  button.addEventListener('click', () => input.click())
  const status = el('p', { class: 'work', role: 'status' })
  const list = el('div', { class: 'held' })
  const results = el('div', { id: 'verify-results' })
  const box = el(
    'div',
    { class: 'drop' },
    el('div', { class: 'line' }, input, button, el('span', { class: 'k' }, say('drop'))),
    el('p', { class: 's k' }, say('accepts')),
    list,
  )
  const send = (message: ToWorker): void => worker.postMessage(message)
  place.replaceChildren(box, status, results, trustBox(place.dataset.logKey ?? '', send))

  const add = (files: readonly File[]): void => {
    if (files.length > 0) send({ type: 'add', files })
  }
  input.addEventListener('change', () => {
    add([...(input.files ?? [])])
    input.value = ''
  })
  acceptDrops(box, add)

  const clear = (): void => {
    send({ type: 'clear' })
    list.replaceChildren()
    results.replaceChildren()
    status.textContent = ''
    button.textContent = say('choose')
    button.focus()
  }
  const lookUp: LookUpAsked = (drawId, typed) => {
    const subject = parseSubject(typed.includes(':') ? typed : typed.replace(/\s+/g, ''))
    if (subject !== null) return send({ type: 'look_up', drawId, subject })
    results.querySelector(`[data-draw="${drawId}"]`)?.replaceChildren(el('p', { class: 'note y' }, say('codeUnknown')))
  }
  // `?code=` beside `?draw=`: a link from the page of a draw asks for one firm at once.
  let asked = new URLSearchParams(location.search).get('code')
  const lookUpAsked = (): void => {
    const input = results.querySelector<HTMLInputElement>('.me input')
    if (input === null || asked === null) return
    input.value = asked
    asked = null
    input.form?.requestSubmit()
  }
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    status.textContent = ''
    switch (data.type) {
      case 'reading':
        status.textContent = say('reading', { name: data.name })
        return
      case 'checking':
        status.textContent = say('checking')
        return
      case 'fault':
        results.replaceChildren(el('p', { class: 'note r', role: 'alert' }, say('fault', { message: data.message })))
        return
      case 'looked_up':
        results.querySelector(`[data-draw="${data.drawId}"]`)?.replaceChildren(...lookUpAnswer(data.subject, data.found))
        return
      case 'report':
        button.textContent = say('chooseMore')
        list.replaceChildren(heldFiles(data.files, clear))
        results.dataset.simd = String(data.simd)
        show(results, data, lookUp)
        if (asked !== null) lookUpAsked()
    }
  }
  worker.onerror = () => place.prepend(el('p', { class: 'note y' }, say('noWorker')))

  const remote = remoteFiles()
  if (remote !== null) void fromThisSite(remote, box, status, add)
}

/** Also without `Worker`, as in a very old browser: null. */
function startWorker(): Worker | null {
  try {
    return new Worker(URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' })))
  } catch {
    return null
  }
}

function acceptDrops(box: HTMLElement, add: (files: readonly File[]) => void): void {
  // Anywhere on the page: a file that misses the box would otherwise replace the page.
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    box.classList.add('over')
  })
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) box.classList.remove('over')
  })
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    box.classList.remove('over')
    add([...(event.dataTransfer?.files ?? [])])
  })
}

function heldFiles(files: readonly HeldFile[], clear: () => void): HTMLElement {
  const button = el('button', { class: 'bt', type: 'button' }, say('clear'))
  button.addEventListener('click', clear)
  const rows = files.map(({ name, size, role }) =>
    el('li', {}, el('span', { class: 'code' }, name), ' ', el('span', { class: 'k' }, `${say(`role_${role}`)}　${sizeOf(size)}`)),
  )
  return el('div', {}, el('h2', { class: 'vh' }, say('inHand')), el('ul', {}, ...rows), button)
}

function show(results: HTMLElement, { report, milliseconds }: Extract<FromWorker, { type: 'report' }>, lookUp: LookUpAsked): void {
  const openings = report.openings.map(openingSection)
  if (report.bundles.length === 0) {
    results.replaceChildren(...(openings.length > 0 ? openings : [el('p', { class: 'note y', role: 'alert' }, say('nothingToCheck'))]))
    return
  }
  const failedFirst = [...report.bundles].sort((a, b) => Number(b.verdict === 'failed') - Number(a.verdict === 'failed'))
  results.replaceChildren(...openings, ...failedFirst.map((bundle) => bundleSection(bundle, milliseconds, lookUp)))
  // For the keyboard and for screen readers the answer is next, not the end of the list of files.
  results.querySelector<HTMLElement>('.a1, .vd .big')?.focus()
}

/** The key of the log, as the site says it or as the reader got it elsewhere. */
function trustBox(known: string, send: (message: ToWorker) => void): HTMLElement {
  const input = el('input', { id: 'verify-log-key', value: known, autocomplete: 'off', spellcheck: 'false' })
  const wrong = el('p', { class: 's', role: 'status' })
  const form = el(
    'form',
    {},
    el('label', { for: 'verify-log-key' }, say('trustKey')),
    el('div', { class: 'line' }, input, el('button', { class: 'bt' }, say('trustUse'))),
    wrong,
  )
  const use = (): void => {
    const logKey = readLogKey(input.value)
    wrong.textContent = logKey === null && input.value.trim() !== '' ? say('trustWrong') : ''
    send({ type: 'trust', logKey })
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    use()
  })
  if (known !== '') use()
  return el('details', { class: 'trust' }, el('summary', {}, say('trustTitle')), el('p', { class: 's k' }, say('trustText')), form)
}

/** The draw that the address names: its bundle at once, its lists too unless they are long. */
async function fromThisSite(remote: Remote, box: HTMLElement, status: HTMLElement, add: (files: readonly File[]) => void): Promise<void> {
  const { bundles, lists } = remote
  const size = lists.reduce((sum, list) => sum + list.size, 0)
  const load = async (files: Remote['lists']): Promise<void> => {
    const { loaded, failed } = await loadFiles(files, (name) => {
      status.textContent = say('loading', { name })
    })
    status.textContent = failed.map((name) => say('loadFailed', { name })).join(' ')
    add(loaded)
  }
  if (size <= loadedUnasked) return await load([...bundles, ...lists])
  await load(bundles)
  const button = el('button', { class: 'bt', type: 'button' }, say('loadLists', { size: sizeOf(size) }))
  button.addEventListener('click', () => {
    button.remove()
    void load(lists)
  })
  box.append(button)
}

/** A phone may load this much without being asked, in bytes: about 500,000 members. */
const loadedUnasked = 20_000_000

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${figure(Math.max(1, Math.round(bytes / 1000)))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`

// Last, because a bundle of modules runs from top to bottom.
const root = document.getElementById('verify')
if (root !== null) start(root)
