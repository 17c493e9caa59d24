/** /log/: a short page for people who follow the address from a certificate. */
import { html } from 'hono/html'
import type { TransparencyLog } from './transparency.ts'

export function logPage({ origin, signer, cosigner, refusal }: TransparencyLog, checkpoint: string | null) {
  const size = checkpoint?.split('\n')[1] ?? '0'
  return html`<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>透明日志 Transparency log</title>
<h1>透明日志 Transparency log</h1>
${refusal() === null ? '' : html`<p><strong>日志目前拒绝签名，请联系本机构。The log refuses to sign at the moment.</strong></p>`}
<p>每次抽取的冻结、承诺、揭示、结果、结束和作废,以及每日业务留痕的链头,都写入这里,只增不改。共 ${size} 条。</p>
<p>Every freeze, commit, reveal, result, close and void of a draw, and the daily head of the business record, is appended here and never changed. ${size} entries.</p>
<ul>
<li><a href="/log/checkpoint">checkpoint</a> 检查点(签名的树根) signed root, C2SP tlog-checkpoint
<li><a href="/log/key">key</a> 验证公钥 public key
<li>/log/tile/… 树与条目 tree and entries, C2SP tlog-tiles
<li><a href="/log/witness/key">witness/key</a> 本机构作为见证机构的公钥 our key as a witness (POST /log/witness/add-checkpoint, C2SP tlog-witness)
</ul>
<pre>${origin}
${signer.vkey}
${cosigner.vkey}</pre>
${checkpoint === null ? '' : html`<pre>${checkpoint}</pre>`}
</html>
`
}
