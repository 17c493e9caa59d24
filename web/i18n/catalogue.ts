/** Every text of the console, by noun. A line is [中文, English]; both are always there. */
import { accessTexts } from './access.ts'
import { catalogueTexts } from './catalogue-items.ts'
import { ceremonyTexts } from './ceremony.ts'
import { disclosureTexts } from './disclosure.ts'
import { drawTexts } from './draws.ts'
import { inspectionTexts } from './inspections.ts'
import { kitTexts } from './kit.ts'
import { planTexts } from './plans.ts'
import { recordTexts } from './record.ts'
import { registerTexts } from './registers.ts'
import { shellTexts } from './shell.ts'
import { taskTexts } from './tasks.ts'
import { workbenchTexts } from './workbench.ts'

export const catalogue = {
  ...kitTexts,
  ...shellTexts,
  ...accessTexts,
  ...workbenchTexts,
  ...registerTexts,
  ...catalogueTexts,
  ...planTexts,
  ...taskTexts,
  ...drawTexts,
  ...ceremonyTexts,
  ...inspectionTexts,
  ...disclosureTexts,
  ...recordTexts,
} as const
