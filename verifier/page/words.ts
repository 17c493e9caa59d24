/** Words of the verification page, Chinese first. What each check proves is data of core/draws/check-labels.ts. */
export type Lang = 'zh' | 'en'

export const langOf = (): Lang => (document.documentElement.lang.startsWith('en') ? 'en' : 'zh')

/** `{n}` in a sentence is replaced by the fact of that name; numbers are written with thousands separators. */
export function say(key: WordKey, facts: Readonly<Record<string, string | number>> = {}): string {
  return words[key][langOf()].replace(/\{(\w+)\}/g, (_, name: string) => figure(facts[name] ?? ''))
}

export const figure = (value: string | number): string =>
  typeof value === 'string' ? value : String(value).replace(/\B(?=(\d{3})+$)/g, ',')

export type WordKey = keyof typeof words

const words = {
  choose: { zh: '选择文件', en: 'Choose files' },
  chooseMore: { zh: '再加文件', en: 'Add files' },
  drop: { zh: '或者把文件拖到这里，可以一次放几个。', en: 'or drop them here; several at once are fine.' },
  accepts: {
    zh: '核验包（.json）、名单文件（.jsonl）、本户凭证（.json）。文件只在这台电脑上读，不上传。',
    en: 'A bundle (.json), lists (.jsonl), an opening (.json). They are read on this computer only and sent nowhere.',
  },
  clear: { zh: '全部清空', en: 'Remove all' },
  inHand: { zh: '已放入的文件', en: 'Files in hand' },
  role_bundle: { zh: '核验包', en: 'bundle' },
  role_list: { zh: '名单文件', en: 'list' },
  role_facts: { zh: '资格依据文件（审计）', en: 'facts of a matching (auditors)' },
  role_opening: { zh: '本户凭证', en: 'opening' },
  role_chain: { zh: '公开信标链，您放进来即表示信任', en: 'a beacon chain that you trust' },
  role_other: { zh: '不认识，没有用到', en: 'unknown, not used' },
  loading: { zh: '正在取 {name}', en: 'Loading {name}' },
  reading: { zh: '正在读 {name}', en: 'Reading {name}' },
  checking: { zh: '正在核对，名单长的要几秒钟。', en: 'Checking; a long list takes some seconds.' },
  loadFailed: {
    zh: '{name} 没有取到。请从抽取页面下载，再放到这里。',
    en: '{name} could not be loaded. Download it from the page of the draw and put it here.',
  },
  loadLists: { zh: '取名单文件（{size}）并一起核对', en: 'Load the lists ({size}) and check them too' },
  fault: {
    zh: '没能核对完：{message}。请换一个较新的浏览器再试，或用下面的命令行程序。',
    en: 'The check could not be finished: {message}. Try a newer browser, or the command-line program below.',
  },
  noWorker: {
    zh: '这个浏览器不能在本机核对。请换一个较新的浏览器，或用下面的命令行程序。',
    en: 'This browser cannot check on this computer. Use a newer one, or the command-line program below.',
  },
  nothingToCheck: {
    zh: '这些文件里没有核验包。核验包在抽取页面下载，文件名是抽取编号加 .json。',
    en: 'There is no bundle among these files. It can be downloaded from the page of the draw and is named by the draw id and .json.',
  },
  verdict: { zh: '核对结论', en: 'Verdict' },
  held: { zh: '{n} 项核对全部通过', en: 'All {n} checks held' },
  heldText: { zh: '由这台电脑重算，没有问过任何服务器。', en: 'Recomputed by this computer; no server was asked.' },
  openText: { zh: '另有 {n} 项没有核对，下面逐项写明原因。', en: '{n} more were not checked; the reason is given for each below.' },
  failed: { zh: '{n} 项没有通过', en: '{n} failed' },
  failedText: {
    zh: '这份文件和封存的对不上，请不要以它为准，并保存文件作为证据。',
    en: 'This file does not agree with what was sealed: do not rely on it, and keep it as evidence.',
  },
  seconds: { zh: '用时 {n} 秒', en: 'took {n} s' },
  missing: {
    zh: '还缺名单文件 {name}。放进来，就能把名单和抽中结果也重算一遍。',
    en: 'The list {name} is missing. Add it, and the list and the selection are recomputed too.',
  },
  failedTitle: { zh: '没有通过的', en: 'What failed' },
  expected: { zh: '应为', en: 'expected' },
  found: { zh: '实为', en: 'found' },
  checksTitle: { zh: '核对了什么，各证明什么', en: 'What was checked, and what it proves' },
  countHeld: { zh: '{n} 项通过', en: '{n} held' },
  countFailed: { zh: '{n} 项未通过', en: '{n} failed' },
  countOpen: { zh: '没有核对', en: 'not checked' },
  said_ok: { zh: '通过：', en: 'Held: ' },
  said_failed: { zh: '未通过：', en: 'Failed: ' },
  said_open: { zh: '没有核对：', en: 'Not checked: ' },
  kind_O: { zh: '对象抽取', en: 'draw of businesses' },
  kind_P: { zh: '人员抽取', en: 'draw of officers' },
  kind_R: { zh: '更换抽取', en: 'draw of a replacement' },
  mode_open: { zh: '公开', en: 'open' },
  mode_sealed: { zh: '密封', en: 'sealed' },
  unreadable: { zh: '读不懂的核验包', en: 'A bundle that cannot be read' },
  fact_pool: { zh: '名单', en: 'On the list' },
  fact_drawn: { zh: '抽中', en: 'Drawn' },
  fact_register: { zh: '登记总数', en: 'Registered' },
  fact_snapshot: { zh: '名单时点', en: 'List as of' },
  fact_suite: { zh: '密码杂凑算法', en: 'Hash' },
  fact_commit: { zh: '封存指纹', en: 'Fingerprint of the seal' },
  compareSeal: {
    zh: '请与封存当天公告的、或您当时记下的封存指纹对照，应当一个字不差。',
    en: 'Compare it with the fingerprint announced on the day of sealing, or with your own note of it: every character must agree.',
  },
  openingTitle: { zh: '本户为什么被抽中，或没被抽中', en: 'Why this one was drawn, or not' },
  openingDrawn: {
    zh: '{subject} 在封存的名单里（{n} 户中的第 {at} 项），被抽中，按签号排第 {order} 位。',
    en: '{subject} was on the sealed list (entry {at} of {n}) and was drawn, in place {order} by ticket.',
  },
  openingNotDrawn: {
    zh: '{subject} 在封存的名单里（{n} 户中的第 {at} 项），没有被抽中。',
    en: '{subject} was on the sealed list (entry {at} of {n}) and was not drawn.',
  },
  openingOpen: {
    zh: '{subject} 在封存的名单里。要知道有没有被抽中，还缺抽中签号的文件。',
    en: '{subject} was on the sealed list. Whether it was drawn needs the file of the tickets drawn, which is missing.',
  },
  openingFailed: {
    zh: '{subject} 的凭证和这次抽取对不上，见下面的红字。请向检查机关重新索取，并保存这份文件。',
    en: 'The opening of {subject} does not agree with this draw; see what is marked in red. Ask the authority for another, and keep this file.',
  },
  openingDoubt: {
    zh: '核验包本身没有通过核对，所以上面的回答也不能作准。',
    en: 'The bundle itself did not pass, so the answer above cannot be relied on either.',
  },
  openingUnreadable: {
    zh: '{name} 不是完整的本户凭证，可能被改过或没有下载完。',
    en: '{name} is not a whole opening; it may have been changed or cut short.',
  },
  openingNoBundle: {
    zh: '{name} 是抽取 {id} 的本户凭证。请把这次抽取的核验包也放进来。',
    en: '{name} is an opening of the draw {id}. Please add the bundle of that draw.',
  },
  openingOf: { zh: '抽取 {id}。', en: 'Draw {id}.' },
  openingClass: {
    zh: '凭证里没有分类和风险等级，给别人看也看不出来。',
    en: 'The opening holds no class and no risk level; whoever sees it cannot tell.',
  },
  openingChecks: { zh: '这个回答的依据', en: 'What the answer rests on' },
  whyDrawn: {
    zh: '签号由公开的种子算出，在抽中的签号之列。换谁来算都一样，与规模、行业、投诉无关。',
    en: 'Its ticket is computed from the public seed and is among those drawn. Anybody computes the same; size, trade and complaints have no part in it.',
  },
  whyNotDrawn: {
    zh: '签号由公开的种子算出，不在抽中的签号之列。换谁来算都一样。',
    en: 'Its ticket is computed from the public seed and is not among those drawn. Anybody computes the same.',
  },
  lookUpTitle: { zh: '我的企业为什么被抽中，或没被抽中', en: 'Why was my business drawn, or not' },
  lookUpCode: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  lookUp: { zh: '查询', en: 'Search' },
  lookUpAbsent: {
    zh: '{subject} 不在封存的名单中，所以不可能被抽中。',
    en: '{subject} was not on the sealed list, so it could not be drawn.',
  },
  lookUpNoList: { zh: '这次抽取的名单不在手边，查不了。', en: 'The list of this draw is not at hand.' },
  codeUnknown: { zh: '这不是代码。请输入全部 18 位。', en: 'This is no code. Enter all 18 characters.' },
  keepOpening: { zh: '保存本户凭证', en: 'Keep the opening' },
  keepOpeningText: {
    zh: '凭证由这台电脑根据公开的数据做成。留着它和核验包，以后随时可以再核验。',
    en: 'It was made by this computer from public data. Kept with the bundle, it can be verified at any time.',
  },
  trustTitle: { zh: '核对日志由谁签名', en: 'Who signed the log' },
  trustText: {
    zh: '签名对不对，要用日志公布的公钥核对。从公告、报纸或会签方得到的公钥，比从这个网站得到的更可靠。',
    en: 'A signature is checked with the published key of the log. A key from an announcement, a newspaper or a witness is worth more than one from this site.',
  },
  trustKey: { zh: '日志公钥（一行）', en: 'Key of the log (one line)' },
  trustUse: { zh: '用这把公钥核对', en: 'Check with this key' },
  trustWrong: { zh: '这一行不是日志公钥。', en: 'This line is not the key of a log.' },
} as const satisfies Readonly<Record<string, Readonly<Record<Lang, string>>>>
