/** What to do about a row that an import refused: one sentence for each reason, in the words a clerk acts on. */

export type ImportAdvice = keyof typeof importAdvice

/** Reason → what to do; for the reasons of every kind of import. */
export const importAdvice = {
  name_missing: { zh: '在这一行补上名称。', en: 'Add the name.' },
  code_missing: { zh: '补上 18 位统一社会信用代码；没有的，先向登记部门核实。', en: 'Add the 18-character code.' },
  code_length: {
    zh: '多半是表格软件把长数字截短了：把该列设为“文本”后重新粘贴。',
    en: 'Spreadsheets cut long numbers: set the column to text and paste again.',
  },
  code_alphabet: {
    zh: '代码里没有 I、O、S、V、Z，请对照营业执照核对是否看错。',
    en: 'Codes never hold I, O, S, V, Z: compare with the licence.',
  },
  code_check_digit: { zh: '有一位抄错了，请对照营业执照逐位核对。', en: 'One character is wrong: compare with the licence.' },
  duplicate_in_file: { zh: '文件里前面已有同一户，删去多余的一行。', en: 'Delete one of the two rows.' },
  date_invalid: { zh: '写成 2019-03-05 这样的日期。', en: 'Write dates like 2019-03-05.' },
  date_in_future: { zh: '核对年份是否写错。', en: 'Check the year.' },
  region_unknown: { zh: '在地址里写明县（市、区）。', en: 'Name the county in the address.' },
  outside_jurisdiction: {
    zh: '不归本机构管，请从文件中删去，或由上级机构导入。',
    en: 'Leave it out, or let the higher authority import it.',
  },
  registered_elsewhere: {
    zh: '请原登记机构先在名录中登记“迁出”，或由上级机构导入。',
    en: 'The authority that has it records 迁出 first, or a higher authority imports it.',
  },
  staff_no_elsewhere: {
    zh: '核对工号；确属调入的，由上级机构导入。',
    en: 'Check the number; for a transfer let the higher authority import it.',
  },
  state_unknown: {
    zh: '只能写模板“填写说明”里列出的状态，空着也可以。',
    en: 'Write one of the states that the template lists, or leave it empty.',
  },
  too_long: { zh: '缩短到 200 字以内。', en: 'Shorten to 200 characters.' },
  columns_differ: {
    zh: '内容里的逗号要用英文双引号括起来，或检查是否多了一格。',
    en: 'Quote commas inside cells, or look for an extra cell.',
  },
  staff_no_missing: { zh: '补上单位工号。', en: 'Add the staff number.' },
  certificate_missing: { zh: '补上执法证编号；没有执法证的不能参加检查。', en: 'Add the certificate number.' },
  validity_invalid: { zh: '写成 2027-12-31 这样的日期。', en: 'Write dates like 2027-12-31.' },
  org_unknown: { zh: '请管理员先新增该地区的机构，或改正地区代码。', en: 'Have the organisation added first, or correct the region code.' },
  certificate_expired: {
    zh: '填写换发后的有效期；还没换发的，状态写“失效”。',
    en: 'Enter the renewed date; until then write 失效 as the state.',
  },
  validity_before_post: { zh: '核对有效期和从事本岗起始日期，多半有一个年份写错。', en: 'Compare both dates; a year is probably wrong.' },
  gender_unknown: { zh: '写“男”或“女”，或留空。', en: 'Write 男 or 女, or leave it empty.' },
  id_no_length: { zh: '核对是否少写或多写了一位；也可以留空。', en: 'Look for a missing or extra character; it may be empty.' },
  id_no_form: { zh: '前 17 位是数字，最后一位是数字或 X；也可以留空。', en: '17 digits, then a digit or X; it may be empty.' },
  id_no_check_digit: {
    zh: '把该列设为“文本”后重新录入身份证号，避免末几位变成 0。',
    en: 'Set the column to text and enter the number again.',
  },
  phone_invalid: {
    zh: '填 11 位手机号，或带区号的固定电话；也可以留空。',
    en: 'An 11-digit mobile number or one with its area code; it may be empty.',
  },
  expert_kind_missing: { zh: '补上专家类别，如“药品GSP”；多个用顿号隔开。', en: 'Name the kinds of expertise.' },
  population_differs: { zh: '专家和执法人员各用自己的编号，请换一个编号。', en: 'Use another number for this person.' },
  industry_unknown: { zh: '对照《国民经济行业分类》（GB/T 4754）改正，或留空。', en: 'Correct it by GB/T 4754, or leave it empty.' },
  label_invalid: { zh: '缩短标签，或减少到 20 个以内。', en: 'Shorten the labels, or use fewer.' },
  risk_class_unknown: { zh: '写 A、B、C、D 之一，或留空。', en: 'Write A, B, C or D, or leave it empty.' },
  risk_without_class: { zh: '补上信用风险等级，或删去日期和来源。', en: 'Add the class, or remove the date and source.' },
  item_unknown: { zh: '核对事项编码；新事项要先公布。', en: 'Check the code; new items are published first.' },
  kind_unknown: { zh: '对照模板里的对象类别改正，或留空由代码判断。', en: 'Use a kind of the template, or leave it empty.' },
  identity_missing: {
    zh: '补上该对象在主管部门的编号（如设备登记证号）。',
    en: 'Add the number the object is known by, such as its certificate of use.',
  },
  identity_invalid: { zh: '缩短标识，并删去换行等看不见的字符。', en: 'Shorten the identity and remove invisible characters.' },
  owner_invalid: { zh: '填所属单位的 18 位统一社会信用代码，或留空。', en: 'The code of its owner, or empty.' },
  region_code_unknown: {
    zh: '填 6 位行政区划代码，或留空并在地址里写明县（市、区）。',
    en: 'A region code of 6 digits, or empty with the county in the address.',
  },
  object_unknown: { zh: '先把该对象导入名录，或核对代码；辖区外的由其所在地导入。', en: 'Import the object first, or check its code.' },
  label_missing: { zh: '补上监管标签。', en: 'Add the label.' },
  label_unusable: { zh: '换一个本单位能用的标签，或请标签所属单位处理。', en: 'Use a label that your office may give.' },
  label_not_of_library: { zh: '改用该专项库的标签，或先在专项库中加上它。', en: 'Use a label of the library, or add it there first.' },
  label_out_of_reach: { zh: '该对象不归这个专项库或标签的地区，请删去这一行。', en: 'Leave the row out: the object lies elsewhere.' },
  validity_past: { zh: '填今天以后的日期，或留空（长期）。', en: 'A day to come, or empty for no end.' },
  library_unknown: { zh: '核对专项库名称，或先新建专项库。', en: 'Check the name, or make the library first.' },
  library_differs: { zh: '清空该列，或选择与文件一致的专项库重新导入。', en: 'Empty the column, or choose the library the file names.' },
  kind_differs: { zh: '该专项库只收其他类别的对象，请删去这一行。', en: 'Leave the row out: the library takes other kinds.' },
  entry_window_reversed: { zh: '对照许可证改正批准日期或有效期。', en: 'Correct the dates by the licence.' },
  entry_licence_incomplete: { zh: '补上许可证名称，或删去编号。', en: 'Add the name of the licence, or remove its number.' },
  entry_expired: { zh: '填换发后的有效期，或把状态写成“失效”。', en: 'Enter the renewed last day, or write 失效.' },
  flag_unknown: {
    zh: '写经营异常名录、严重违法失信名单、未按期年报、投诉举报集中、歇业备案，或“无”。',
    en: 'Use one of the known flags, or 无.',
  },
  risk_says_nothing: { zh: '补上等级或标记，或删去这一行。', en: 'Add a class or a flag, or remove the row.' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>
