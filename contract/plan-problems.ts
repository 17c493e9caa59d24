/** Refusals of the annual plan: its rows, its floors, its versions. `{row}` is the number of a row; the fact `field` says beside which field it belongs. */
import type { ProblemText } from './problem-text.ts'

export const planProblems = {
  // four eyes
  withdrawer_is_author: {
    status: 409,
    zh: '编制、修改或提交计划的人不能撤销已公布的同一份计划。请由另一位审批人员办理。',
    en: 'Whoever drafted, edited or submitted a published plan cannot withdraw it. Ask another approver.',
  },

  // the plan as a whole
  plan_no_typed: {
    status: 422,
    zh: '计划编号 {typed} 不能手工填写：编号由系统按“区划＋年度＋序号”生成。请删去该栏后保存。',
    en: 'The plan number {typed} cannot be typed: the system gives it from region, year and serial. Leave it out and save again.',
  },
  plan_empty: { status: 422, zh: '计划还没有一行抽查任务。请先增加计划行。', en: 'The plan has no rows yet. Add one first.' },
  plan_rows_too_many: {
    status: 422,
    zh: '计划共 {rows} 行，超过上限 {most} 行。请拆成两份计划，或由管理员在政策参数中调整上限。',
    en: 'The plan has {rows} rows, more than the {most} allowed. Split it, or have the limit of the policy changed.',
  },
  plan_floor_not_reached: {
    status: 422,
    zh: '不定向抽查 {rows} 行的比例合计 {rate}，低于年度下限 {floor}，无论怎样抽取都达不到。请提高比例或增加不定向抽查任务。',
    en: 'The {rows} undirected rows add up to {rate}, below the floor of the year, {floor}: it cannot be reached. Raise a ratio or add an undirected row.',
  },
  plan_row_without_parties: {
    status: 422,
    zh: '第 {row} 行没有配合部门。跨部门联合计划的每一行都要写明配合部门，请补充，或改为本科室计划。',
    en: 'Row {row} names no other department. Every row of a joint plan does: add them, or make it an own plan.',
  },
  plan_row_without_offices: {
    status: 422,
    zh: '第 {row} 行没有参加科室。内部综合计划的每一行都要写明参加科室，请补充。',
    en: 'Row {row} names no participating office. Every row of a plan of several offices does: add them.',
  },
  plan_reason_missing: {
    status: 422,
    zh: '请写明原因：调整、取消或撤销已公布的内容须说明理由，并随计划一并公布。',
    en: 'Say why: what is public is adjusted, cancelled or withdrawn with a reason, which is published with it.',
  },
  plan_unchanged: {
    status: 409,
    zh: '调整后的计划与已公布的第 {version} 版没有区别。请先修改，或放弃调整。',
    en: 'Nothing differs from the published version {version}. Change something, or abandon the adjustment.',
  },
  plan_has_tasks: {
    status: 409,
    zh: '计划 {planNo} 已建立 {tasks} 个抽查任务，不能撤销。请先取消这些任务。',
    en: 'Plan {planNo} has {tasks} tasks and cannot be withdrawn. Cancel them first.',
  },
  plan_row_has_tasks: {
    status: 409,
    zh: '第 {row} 行“{name}”已建立 {tasks} 个抽查任务，不能取消。请先取消这些任务。',
    en: 'Row {row}, {name}, has {tasks} tasks and cannot be cancelled. Cancel them first.',
  },
  plan_row_published: {
    status: 409,
    zh: '第 {row} 行“{name}”已经公布，不能删除。请用“取消”并写明原因，取消的行会留在计划里。',
    en: 'Row {row}, {name}, was published and cannot be removed. Cancel it with a reason: it stays in the plan as cancelled.',
  },
  plan_row_not_cancelled: { status: 409, zh: '该行没有被取消。请刷新页面查看。', en: 'That row is not cancelled. Reload the page.' },
  plan_row_is_cancelled: {
    status: 409,
    zh: '第 {row} 行已取消，不能修改。需要时请先恢复。',
    en: 'Row {row} is cancelled and cannot be edited. Restore it first.',
  },
  plan_version_unknown: {
    status: 404,
    zh: '计划没有第 {version} 版。请从版本列表中选择。',
    en: 'The plan has no version {version}. Choose one of the list.',
  },

  // one row, beside its field
  plan_rate_missing: {
    status: 422,
    zh: '第 {row} 行没有抽取比例或数量。请填写比例，或按分类填写。',
    en: 'Row {row} has neither a ratio nor a number. Enter one.',
  },
  plan_window_closed: {
    status: 422,
    zh: '第 {row} 行的检查期限到 {to}，已经过去。请填写今天（{today}）及以后的日期。',
    en: 'The time of row {row} ended on {to}. Enter a day from today ({today}) on.',
  },
  plan_target_above_base: {
    status: 422,
    zh: '第 {row} 行“{stratum}”的抽取数 {target} 超过基数 {base}。请减少抽取数，或核对基数。',
    en: 'In row {row}, {stratum} would draw {target} of {base}. Draw fewer, or check the base.',
  },
  plan_target_zero: {
    status: 422,
    zh: '第 {row} 行“{stratum}”按基数 {base} 四舍五入后抽取 0 户。请提高比例，或勾选“可以为零”。',
    en: 'In row {row}, {stratum} would draw nobody of {base}. Raise the ratio, or allow zero.',
  },
  plan_rate_above_cap: {
    status: 422,
    zh: '第 {row} 行抽取比例 {rate}，超过一般事项“{item}”的比例上限 {cap}。请降低比例，或改选事项。',
    en: 'Row {row} draws {rate}, above the cap {cap} of the general item {item}. Lower the ratio or choose another item.',
  },
  plan_rate_below_floor: {
    status: 422,
    zh: '第 {row} 行抽取比例 {rate}，低于事项“{item}”的比例下限 {floor}。请提高比例。',
    en: 'Row {row} draws {rate}, below the floor {floor} of the item {item}. Raise the ratio.',
  },
  plan_directed_floor: {
    status: 422,
    zh: '第 {row} 行是定向抽查，比例 {rate} 低于本地下限 {floor}。请提高比例。',
    en: 'Row {row} is directed, and {rate} is below the floor of this place, {floor}. Raise the ratio.',
  },
  plan_parties_in_own: {
    status: 422,
    zh: '第 {row} 行写了配合部门（{parties}），但这不是跨部门联合计划。请改计划类型，或去掉配合部门。',
    en: 'Row {row} names other departments ({parties}), but the plan is not a joint one. Change its kind, or leave them out.',
  },

  // warnings: told, and the plan can be submitted all the same
  plan_window_outside_year: {
    status: 422,
    zh: '第 {row} 行的检查时间 {from} 至 {to} 超出计划年度 {year}。',
    en: 'The time of row {row}, {from} to {to}, lies outside of the year {year}.',
  },
  plan_method_not_of_item: {
    status: 422,
    zh: '第 {row} 行的检查方式不在事项 {items} 规定的检查方式之内，请核对。',
    en: 'The methods of row {row} are not those of the items {items}.',
  },
  plan_cap_unknown: {
    status: 422,
    zh: '第 {row} 行各层比例不一，能否控制在事项“{item}”的上限 {cap} 之内要看各层户数，请先推演。',
    en: 'Whether row {row} stays below the cap {cap} of {item} depends on how many are in each stratum: simulate it.',
  },
  plan_floor_unknown: {
    status: 422,
    zh: '第 {row} 行各层比例不一，能否达到事项“{item}”的下限 {floor} 要看各层户数，请先推演。',
    en: 'Whether row {row} reaches the floor {floor} of {item} depends on how many are in each stratum: simulate it.',
  },
  plan_filter_unfit: {
    status: 422,
    zh: '第 {row} 行的对象条件与取值不相符（{path}），按它抽不到任何对象。请在“抽查对象”里重新选择条件。',
    en: 'The condition of row {row} does not fit its values ({path}: {expected}), and would reach nobody. Choose it again.',
  },
  plan_not_simulated: {
    status: 409,
    zh: '有 {open} 处要看实际户数才知道是否达到下限、超过上限，或推演之后计划行又有改动。请先在“推演”中推演一次，再审批。',
    en: 'Whether floors are reached and caps kept depends on the objects in {open} places, or rows were changed since. Simulate the plan, then approve it.',
  },
  plan_items_above_cap: {
    status: 422,
    zh: '推演显示有 {items} 个一般事项超过抽查比例上限。请看“推演”的事项清单，降低比例后再审批。',
    en: 'The simulation shows {items} general items above their cap. See its list of items, and lower the ratios.',
  },
  plan_items_below_floor: {
    status: 422,
    zh: '推演显示有 {items} 个事项达不到抽查比例下限。请看“推演”的事项清单，提高比例后再审批。',
    en: 'The simulation shows {items} items below their floor. See its list of items, and raise the ratios.',
  },
  plan_no_undirected: {
    status: 422,
    zh: '计划里没有不定向抽查任务，年度不定向抽查下限要靠其他计划达到。',
    en: 'The plan has no undirected row: the floor of the year has to be reached by another plan.',
  },
  plan_year_floor_unknown: {
    status: 422,
    zh: '不定向抽查能否达到年度下限 {floor} 要看各层户数，请先推演。',
    en: 'Whether the floor of the year, {floor}, is reached depends on the numbers in the strata: simulate it.',
  },
  plan_row_name_twice: {
    status: 422,
    zh: '第 {row} 行与第 {before} 行同名（{name}），请确认不是重复填报。',
    en: 'Row {row} has the name of row {before} ({name}): is it there twice?',
  },
  plan_bases_unknown: {
    status: 422,
    zh: '有 {rows} 行没有抽查基数，目标数和覆盖率要经推演才知道。',
    en: '{rows} rows have no base: targets and coverage are known after a simulation.',
  },

  // rows read from a paste or a file
  plan_rows_no_header: {
    status: 422,
    zh: '没有认出表头。第一行应是列名，至少有“抽查任务名称”“抽查事项”“抽取比例”。请连同表头一起复制，或下载样表对照。',
    en: 'No header was recognised. The first line holds the column names, at least task name, items and ratio. Copy the header too, or look at the sample.',
  },
  plan_rows_unreadable: {
    status: 422,
    zh: '读不出这份表格（{why}）。请另存为 .xlsx 或 .csv 后重试，或直接粘贴表格内容。',
    en: 'The table cannot be read ({why}). Save it as .xlsx or .csv and try again, or paste its cells.',
  },
  plan_rows_file_large: {
    status: 422,
    zh: '文件超过 {most} 行，不像一份年度计划。请只保留计划表。',
    en: 'The file has more than {most} lines, which is no annual plan. Keep only the table of the plan.',
  },
  plan_cell_missing: { status: 422, zh: '必填，不能为空', en: 'is required' },
  plan_cell_unknown: { status: 422, zh: '“{value}”读不懂。可以填：{choices}', en: '“{value}” is not understood. Possible: {choices}' },
  plan_cell_item_unknown: {
    status: 422,
    zh: '事项“{value}”不在已公布的抽查事项里。请核对名称，或先公布事项',
    en: 'The item “{value}” is not published. Check its name, or publish it first',
  },
  plan_cell_rate: {
    status: 422,
    zh: '比例“{value}”读不懂。请写成 3% 或 A:3%；B:5%，或 30 户',
    en: 'The ratio “{value}” is not understood. Write 3%, or A:3%; B:5%, or 30 户',
  },
  plan_cell_window: {
    status: 422,
    zh: '时间“{value}”读不懂。请写成 2026-03-01至2026-10-31，或 3月—10月，或 全年',
    en: 'The time “{value}” is not understood. Write 2026-03-01至2026-10-31, 3月—10月 or 全年',
  },
  plan_cell_too_long: { status: 422, zh: '超过 {most} 个字', en: 'is longer than {most} characters' },
} as const satisfies Record<string, ProblemText>
