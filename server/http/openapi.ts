/** The API described by itself: an OpenAPI 3.1 document made from the contract, and a page that reads well without any script. */
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { Hono } from 'hono'
import * as z from 'zod'
import { streamEndpoints, UploadedFile } from '#contract/files.ts'
import { problems } from '#contract/problems.ts'
import { contract } from '#contract/router.ts'
import { allEndpoints } from './access-rule.ts'
import { docsCss, docsPage } from './docs-page.ts'

export type Operation = {
  operationId: string
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[]
  requestBody?: unknown
  responses?: Record<string, unknown>
  'x-access'?: string
}

export type OpenApiDocument = {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Record<string, Record<string, Operation>>
  readonly components?: unknown
}

let made: Promise<OpenApiDocument> | null = null

/** The document, made once. Each operation says who may call it in `x-access`: `public`, `signedIn` or a permission of core/access/roles.ts. */
export const openApiDocument = (): Promise<OpenApiDocument> => {
  made ??= makeDocument()
  return made
}

/** Serves the document at /api/v1/openapi.json and the page at /api/v1/docs; both are public. */
export const apiPages = (): Hono =>
  new Hono()
    .basePath('/api/v1')
    .get('/openapi.json', async (c) => c.json(await openApiDocument(), 200, cached))
    .get('/docs', async (c) => c.html(docsPage(await openApiDocument()), 200, cached))
    .get('/docs.css', (c) => c.body(docsCss, 200, { ...cached, 'content-type': 'text/css; charset=utf-8' }))

const cached = { 'cache-control': 'public, max-age=300' }

async function makeDocument(): Promise<OpenApiDocument> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const generated = (await generator.generate(contract, {
    info: {
      title: '明鉴 Mingjian',
      version: '1',
      description: '双随机、一公开抽查平台接口。以会话 cookie 登录(POST /api/auth/sign-in/username);每次修改须带客户端生成的 commandId。',
    },
    servers: [{ url: '/api/v1' }],
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'mingjian.session_token' } },
      schemas: { Problem: problemSchema },
    },
    security: [{ session: [] }],
  })) as unknown as OpenApiDocument // the generator's type is the whole of OpenAPI; this is the part we write
  const { paths } = generated
  for (const [name, { method, path, summary }] of Object.entries(streamEndpoints)) {
    const below = path.slice('/api/v1'.length).replaceAll(/:(\w+)/g, '{$1}')
    paths[below] = { ...paths[below], [method.toLowerCase()]: streamOperation(name, summary, below) }
  }
  for (const { name, method, path, access } of allEndpoints()) {
    const operation = paths[path.slice('/api/v1'.length).replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    if (operation === undefined) throw new Error(`${name} is missing in the OpenAPI document`)
    operation['x-access'] = access
    operation.tags = [name.split('.')[0] ?? '']
    operation.responses = { ...operation.responses, default: refusal }
  }
  return generated
}

function streamOperation(name: string, summary: string, path: string): Operation {
  const params = [...path.matchAll(/\{(\w+)\}/g)].map(([, param = '']) => ({
    name: param,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const binary = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
  if (name !== 'upload') {
    return { operationId: `files.${name}`, summary, parameters: params, responses: { '200': { description: 'OK', content: binary } } }
  }
  return {
    operationId: 'files.upload',
    summary,
    parameters: [
      { name: 'name', in: 'query', required: true, schema: { type: 'string', maxLength: 200 } },
      { name: 'commandId', in: 'query', required: false, schema: { type: 'string', format: 'uuid' } },
    ],
    requestBody: { required: true, content: binary },
    responses: { '201': { description: 'Created', content: { 'application/json': { schema: z.toJSONSchema(UploadedFile) } } } },
  }
}

const problemSchema = {
  type: 'object' as const,
  description: 'RFC 9457. `detail` says in Chinese what happened and what to do, `detailEn` the same in English.',
  required: ['type', 'title', 'status', 'code', 'detail', 'detailEn', 'facts'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, enum: Object.keys(problems) },
    detail: { type: 'string' as const },
    detailEn: { type: 'string' as const },
    facts: { type: 'object' as const },
  },
}

const refusal = { description: 'Refused', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
