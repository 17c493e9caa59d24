/** Whoever works by keyboard goes on where they were: a dialog that is gone gives the focus back to what opened it. */

/** Watches a document for as long as it lives. The kit gives focus back only after an animation, which a dialog that leaves the page at once does not have. */
export function returnFocus(page: Document): void {
  const visited: HTMLElement[] = []
  page.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || target.closest('[role="menu"]') !== null) return
    visited.push(target)
    if (visited.length > remembered) visited.shift()
  })
  new MutationObserver((changes) => {
    if (page.activeElement !== page.body) return
    if (!changes.some(({ removedNodes }) => [...removedNodes].some(holdsDialog))) return
    visited.findLast((one) => one.isConnected && one.getClientRects().length > 0)?.focus()
  }).observe(page.body, { childList: true, subtree: true })
}

const holdsDialog = (node: Node): boolean => node instanceof HTMLElement && (node.matches(dialog) || node.querySelector(dialog) !== null)
const dialog = '[role="dialog"]'

/** A long form in a dialog has some dozen fields; what opened it lies before them. */
const remembered = 200
