/** What the announcement of a task says in words, and the bundle of an open draw: no text of them says a risk class. */
import type { Filter } from '#core/draws/filter.ts'
import { refuseRiskClass } from '#server/http/public-text.ts'

type Announced = {
  readonly name: string
  readonly objectScope: string
  readonly otherItems: readonly { readonly name: string }[]
  readonly mode: string
  readonly filter: Filter
  readonly strata: readonly { readonly name: string }[]
}

/** Of a sealed draw neither filter nor strata are public. */
export function refuseTaskTexts({ name, objectScope, otherItems, mode, filter, strata }: Announced): void {
  const labels = filter.all.flatMap(({ field, values }) => (field === 'label' ? values : []))
  refuseRiskClass({
    name,
    objectScope,
    otherItems: otherItems.map((one) => one.name),
    filter: mode === 'open' ? [...labels, ...strata.map((one) => one.name)] : [],
  })
}
