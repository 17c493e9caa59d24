/** Words of the help pages: verifying a draw oneself, and accessibility. */
export const helpText = {
  verifyLead: {
    zh: '不需要懂密码学。下面先说道理，再说怎么做。做完以后，您不必相信我们，只需要相信自己的电脑。',
    en: 'No cryptography needed. First the idea, then the steps. When you are done you need not trust us, only your own computer.',
  },
  verifyIdea: { zh: '道理', en: 'The idea' },
  verifyIdea1: {
    zh: '好比抽签之前，先把写满名字的纸装进信封，封口上盖章拍照。信封一封好，名单就不能再换。平台做的是同一件事，只是用“指纹”（一串 64 位的字母和数字）代替印章：名单改一个字，指纹就完全不同。',
    en: 'Before a lottery, the sheet of names goes into an envelope; the seal is photographed. From then on the list cannot be swapped. The platform does the same with a fingerprint, 64 letters and digits: change one character of the list and the fingerprint is quite different.',
  },
  verifyIdea2: {
    zh: '然后才掷骰子。组织部门、监督部门和系统各掷一次，而且要先把自己的点数封好，再一起打开。三个数合成种子。只要有一方是诚实的，种子就没有人能挑。',
    en: 'Only then the dice are thrown: once by the organiser, once by the supervisor, once by the system, each sealed before any is opened. Together they make the seed. If one of them is honest, nobody chose it.',
  },
  verifyIdea3: {
    zh: '最后，用种子给名单上的每一户算一个签号，签号最小的入选。算法是公开的，同样的名单和种子，谁来算结果都一样。所以您可以自己算一遍。',
    en: 'Last, the seed gives everyone on the list a ticket, and the smallest are drawn. The method is public: the same list and seed give the same result to everybody. So you can compute it yourself.',
  },
  verifyQuick: { zh: '不用电脑程序，能看什么', en: 'What you can see without any program' },
  verifyQuick1: {
    zh: '封存那天，记下（或者拍下）页面上“封存指纹”的前八位。结果出来以后再看，应当一个字不差。',
    en: 'On the day of sealing, write down the first eight characters of the fingerprint of the seal. After the result they must be the same.',
  },
  verifyQuick2: {
    zh: '看“名单从哪里来”：列入的加上排除的，应当正好等于登记总数。',
    en: 'Look at “Where the list comes from”: those on the list plus those left off must be exactly the register.',
  },
  verifyQuick3: {
    zh: '输入您企业的代码，看签号和入选线：签号在线内就应当被抽中，在线外就不应当。',
    en: 'Enter the code of your business and compare its ticket with the cut line: inside means drawn, outside means not drawn.',
  },
  verifyQuick4: {
    zh: '看抽取编号：同一个任务的编号从 1 开始连着排。要是有 2 号，1 号也必须在，并写明为什么作废。',
    en: 'Look at the draw id: the numbers of one task start at 1 without a gap. If there is a number 2, number 1 must be there too, with the reason why it is void.',
  },
  verifyFull: { zh: '完整核验', en: 'The full check' },
  verifyFull1: {
    zh: '在抽取的页面下载核验包；名单超过一万户的，把名单文件也下载到同一个文件夹。',
    en: 'Download the bundle from the page of the draw; if the list is longer than 10,000, the lists too, into the same folder.',
  },
  verifyFull2: {
    zh: '最省事的是在浏览器里核验：打开“自助核验”，把下载的文件放进去。也可以下载核验程序，装好 Node.js（20 以上），运行：',
    en: 'The easiest way is the browser: open “Verify a draw” and put the files there. Or download the program, install Node.js (20 or newer), and run:',
  },
  verifyFull3: {
    zh: '网页和程序都不联网。它们逐项写出核对了什么、结果如何，最后一行是结论。没有条件核对的项目，会说明原因，不会默默跳过。',
    en: 'Neither uses the network. Both show every check and its outcome, and the verdict. What cannot be checked is named, and never passed over in silence.',
  },
  verifyFull4: {
    zh: '不相信我们的程序？协议是公开的，可以请任何人照着另写一个。两个程序应当得出同样的结论。',
    en: 'You do not trust our program? The protocol is public: have anybody write another. Both must come to the same verdict.',
  },
  verifyWrong: { zh: '如果对不上', en: 'If something does not agree' },
  verifyWrongText: {
    zh: '请保存下载的文件和程序输出的全部内容，向检查机关的上级部门或监督部门反映。文件本身就是证据。',
    en: 'Keep the files and the whole output of the program, and report it to the superior or the supervising authority. The files themselves are the evidence.',
  },
  verifyChecks: { zh: '核验程序核对的每一项', en: 'Every check of the program' },
  a11yLead: {
    zh: '我们希望每个人都能用这个网站，目标是达到 WCAG 2.2 AA 和 GB/T 37668。',
    en: 'This site is for everybody. Its aim is WCAG 2.2 level AA and GB/T 37668.',
  },
  a11yHow: { zh: '怎样使用', en: 'How to use it' },
  a11yKeyboard: {
    zh: '只用键盘：Tab 键依次移动，回车键打开；每页第一个链接可以直接跳到正文。',
    en: 'With the keyboard only: Tab moves, Enter opens; the first link of each page jumps to the content.',
  },
  a11yReader: {
    zh: '读屏软件：每页都有标题、导航和正文的标记；图形都有文字说明。',
    en: 'With a screen reader: every page marks its headings, navigation and content; every drawing has words.',
  },
  a11yLarge: {
    zh: '大字版：点右上角“大字版”，之后的每一页都是大字；不使用 Cookie，网址里带着这个设置。浏览器放大到 400% 也不会丢失内容。',
    en: 'Large text: choose it at the top right and every further page is large; there is no cookie, the address carries the setting. Zooming to 400% loses nothing.',
  },
  a11yPrint: {
    zh: '打印：直接用浏览器的打印功能，导航和按钮不会印出来。',
    en: 'Printing: use your browser’s print function; navigation and buttons are left out.',
  },
  a11yColour: {
    zh: '颜色：不靠颜色区分任何内容，灰度打印同样能看懂。',
    en: 'Colour: nothing is told by colour alone; it reads as well in grey.',
  },
  a11yScript: {
    zh: '脚本：只有“自助核验”一页用脚本，因为它要在您的电脑上计算；没有脚本时那一页会告诉您别的办法。其余各页关闭 JavaScript、使用旧浏览器或慢网络都能打开，每页不到 50 KB。',
    en: 'Script: only the page “Verify a draw” uses one, because it computes on your computer; without it that page tells another way. All others work without JavaScript, in old browsers and on slow lines; each is under 50 KB.',
  },
  a11yLimits: { zh: '已知的不足', en: 'Known limits' },
  a11yLimitsText: {
    zh: '下载的数据文件（CSV、JSON）供程序使用，不便于读屏。英文页面上的企业名称、任务名称等保留中文原文。',
    en: 'The data files (CSV, JSON) are for programs and hard to hear. On English pages, names of businesses and tasks stay in Chinese.',
  },
} as const
