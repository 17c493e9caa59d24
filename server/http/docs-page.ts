/** The page of the API: every endpoint with who may call it, what goes in and what comes out, and every refusal. */
import { isPermission } from '#contract/base.ts'
import type { ProblemText } from '#contract/problem-text.ts'
import { problems } from '#contract/problems.ts'
import { permissions } from '#core/access/roles.ts'
import type { OpenApiDocument, Operation } from './openapi.ts'

/** The document as HTML; it loads nothing but docs.css from this server. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? ''))]
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags?.[0] === tag)
    return `<section id="${escaped(tag)}"><h2>${escaped(tag)}</h2>${own.map(operationHtml).join('')}</section>`
  })
  const refusals: readonly (readonly [string, ProblemText])[] = Object.entries(problems)
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>明鉴 接口文档</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/api/v1/docs.css"></head><body>
<header><h1>明鉴 接口文档</h1><p>${escaped(document.info.description)}</p>
<p>机器可读:<a href="/api/v1/openapi.json">openapi.json</a>(OpenAPI ${escaped(document.openapi)})。以下路径均在 <code>/api/v1</code> 之下。</p>
<nav>${tags.map((tag) => `<a href="#${escaped(tag)}">${escaped(tag)}</a>`).join(' ')} <a href="#problems">problems</a></nav></header>
<main>${sections.join('')}
<section id="problems"><h2>problems</h2><p>被拒绝时返回 <code>application/problem+json</code>(RFC 9457):<code>code</code> 固定不变,<code>detail</code> 为中文说明,<code>detailEn</code> 为英文说明,<code>facts</code> 为相关事实。</p>
<table><thead><tr><th>code</th><th>status</th><th>说明</th></tr></thead><tbody>${refusals
    .map(
      ([code, { status, zh, en }]) =>
        `<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${escaped(zh)}<br><span lang="en">${escaped(en)}</span></td></tr>`,
    )
    .join('')}</tbody></table></section></main></body></html>`
}

function operationHtml({
  path,
  method,
  operation,
}: {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}): string {
  const parameters = (operation.parameters ?? [])
    .map(
      ({ name, in: place, required, schema }) =>
        `<tr><td><code>${escaped(name)}</code>${required === true ? ' *' : ''}</td><td>${place}</td><td>${schemaText(schema)}</td></tr>`,
    )
    .join('')
  return `<details id="${escaped(operation.operationId)}"><summary><b class="${method}">${method}</b> <code>${escaped(path)}</code> ${escaped(operation.summary ?? '')} <i>${accessText(operation['x-access'])}</i></summary>
${parameters === '' ? '' : `<table><thead><tr><th>参数</th><th>位置</th><th>类型</th></tr></thead><tbody>${parameters}</tbody></table>`}
${contentHtml('请求', operation.requestBody)}${Object.entries(operation.responses ?? {})
  .filter(([status]) => status !== 'default')
  .map(([status, response]) => contentHtml(`响应 ${status}`, response))
  .join('')}</details>`
}

function contentHtml(title: string, holder: unknown): string {
  const content = member(holder, 'content')
  if (typeof content !== 'object' || content === null) return ''
  return Object.entries(content)
    .map(
      ([mediaType, value]) =>
        `<h4>${escaped(title)} <small>${escaped(mediaType)}</small></h4><pre>${schemaText(member(value, 'schema'))}</pre>`,
    )
    .join('')
}

/** A JSON schema as something a person reads: `{ id: string(uuid), rows: [ … ] }`. */
function schemaText(schema: unknown, depth = 0): string {
  if (depth > 12) return '…'
  const inner = (value: unknown) => schemaText(value, depth + 1)
  const options = member(schema, 'anyOf') ?? member(schema, 'oneOf')
  if (Array.isArray(options))
    return options
      .map(inner)
      .filter((text) => text !== 'any')
      .join(' | ')
  const constant = member(schema, 'const')
  if (constant !== undefined) return escaped(JSON.stringify(constant))
  const choices = member(schema, 'enum')
  if (Array.isArray(choices)) return choices.map((choice) => escaped(JSON.stringify(choice))).join(' | ')
  const type = member(schema, 'type')
  if (type === 'array') return `[ ${inner(member(schema, 'items'))} ]`
  const properties = member(schema, 'properties')
  if (typeof properties === 'object' && properties !== null) {
    const required = member(schema, 'required')
    const lines = Object.entries(properties).map(([name, value]) => {
      const optional = Array.isArray(required) && required.includes(name) ? '' : '?'
      const description = member(value, 'description')
      const note = typeof description === 'string' ? ` <em>// ${escaped(description)}</em>` : ''
      return `${'  '.repeat(depth + 1)}${escaped(name)}${optional}: ${inner(value)}${note}`
    })
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
  }
  if (type === undefined) return 'any'
  const format = member(schema, 'format')
  const max = member(schema, 'maxLength')
  return escaped(
    `${Array.isArray(type) ? type.join(' | ') : String(type)}${typeof format === 'string' ? `(${format})` : ''}${typeof max === 'number' ? ` ≤${max}` : ''}`,
  )
}

function accessText(access: string | undefined): string {
  if (access === 'public') return '公开'
  if (access === undefined || access === 'signedIn') return '登录即可'
  const known = access as Parameters<typeof isPermission>[0] // what allEndpoints() wrote
  return isPermission(known) ? `${permissions[known].zh} <code>${access}</code>` : escaped(access)
}

const member = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : undefined

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

export const docsCss = `:root{color-scheme:light;--ink:#1f2328;--line:#d8dee4;--accent:#1d4f91}
body{font:14px/1.6 "Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;color:var(--ink);margin:0 auto;max-width:1080px;padding:24px}
h1{font-size:22px;margin:0 0 8px}h2{font-size:17px;border-bottom:1px solid var(--line);padding-bottom:4px;margin-top:32px}h4{margin:12px 0 4px;font-weight:600}
nav a{margin-right:12px;color:var(--accent)}a{color:var(--accent)}code,pre{font-family:ui-monospace,Consolas,monospace;font-size:13px}
pre{background:#f6f8fa;border:1px solid var(--line);padding:8px 12px;white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0}pre em,td em{color:#57606a;font-style:normal}
details{border-bottom:1px solid var(--line);padding:6px 0}summary{cursor:pointer}summary i{color:#57606a;font-style:normal;float:right}
summary b{display:inline-block;width:52px}.GET{color:#1a7f37}.POST{color:var(--accent)}.PUT{color:#9a6700}
table{border-collapse:collapse;width:100%;margin:8px 0}th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:4px 8px}td span{color:#57606a}
@media(max-width:640px){body{padding:12px}summary i{float:none;display:block}table{display:block;overflow-x:auto}}
`
