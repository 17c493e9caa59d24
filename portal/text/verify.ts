/** Words around the verification page; what its script says is in verifier/page/words.ts. */
export const verifyText = {
  verifyPage: { zh: '自助核验', en: 'Verify a draw' },
  verifyPageLead: {
    zh: '把核验包放进来，由您这台电脑重算整个抽取，逐项写出核对了什么、各证明什么。页面打开以后不再联系任何服务器，断开网络也能用。',
    en: 'Put a bundle here and your own computer recomputes the whole draw, and says what was checked and what each check proves. Once the page is open it asks no server; it works without a network.',
  },
  verifyNoScript: {
    zh: '在网页里核验需要脚本（JavaScript），这里没有运行。可以打开脚本，或用下面的命令行程序，结果一样：',
    en: 'Verifying in the page needs its script (JavaScript), which does not run here. Allow it, or use the command-line program below, which comes to the same result:',
  },
  verifyThis: { zh: '要核验的抽取', en: 'The draw to verify' },
  verifyOthers: {
    zh: '本任务的其他抽取，下载后一起放进来，可以核对编号有没有空缺：',
    en: 'The other draws of this task; put them here too, and gaps in the numbers show:',
  },
  listFile: { zh: '名单文件 {name}（{size}）', en: 'list {name} ({size})' },
  verifyOther: { zh: '不想相信网页？', en: 'Rather not trust a web page?' },
  verifyOtherText: {
    zh: '网页是服务器发来的。下面两样可以存下来、拷到不联网的电脑上用，也可以请懂行的人先看一遍。',
    en: 'A page comes from a server. These two can be kept, carried to a computer without a network, and read first by somebody who knows.',
  },
  verifySaved: { zh: '把本页存成文件', en: 'This page as a file' },
  verifySavedText: {
    zh: '一个文件，双击打开，再把核验包拖进去。它不能联网，也不能把文件送出去。',
    en: 'One file: open it, then drop the bundle on it. It cannot use the network, nor send your files anywhere.',
  },
  verifySavedGet: { zh: '下载核验网页', en: 'Download the page' },
  verifySavedLead: {
    zh: '把核验包放进来，由您这台电脑重算整个抽取。这个文件不能联网。',
    en: 'Put a bundle here and your own computer recomputes the whole draw. This file cannot use the network.',
  },
  verifyProgram: { zh: '命令行程序', en: 'Command-line program' },
  verifyProgramText: {
    zh: '一个文件，只需要 Node.js（20 以上），不用安装，不联网。把核验包和名单文件放在一个文件夹里，运行：',
    en: 'One file. It needs only Node.js 20 or newer, no installation and no network. Put bundle and lists into one folder and run:',
  },
  verifyProgramGet: { zh: '下载核验程序（{size}）', en: 'Download the program ({size})' },
  verifyNotBuilt: {
    zh: '这台服务器上没有核验程序。请向检查机关索取。',
    en: 'This server has no verifier. Please ask the authority for it.',
  },
} as const
