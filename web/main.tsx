/** Starts the console: query cache, router, Ant Design with the house's tokens, and the language. */
import '#core/polyfill.ts'
import './ui/base.css'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ReactNode, StrictMode, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { problemOf } from './api/problem.ts'
import { meQuery } from './api/session.ts'
import { language, onLanguage } from './i18n/t.ts'
import { makeRouter } from './router.tsx'
import { theme } from './theme.ts'
import { returnFocus } from './ui/return-focus.ts'

/** The session ended meanwhile: asking who is signed in makes the shell say so. */
const onError = (error: unknown): void => {
  if (problemOf(error).code === 'not_signed_in') void queries.invalidateQueries({ queryKey: meQuery.queryKey })
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (failures, error) => failures < 2 && problemOf(error).uncertain, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})
const router = makeRouter(queries)

/** Texts are read while rendering, so a change of language draws everything anew. */
function Console(): ReactNode {
  const shown = useSyncExternalStore(onLanguage, language)
  return (
    <ConfigProvider
      key={shown}
      theme={theme}
      locale={shown === 'zh' ? zhCN : enUS}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      <App message={{ top: 64, maxCount: 3 }}>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  )
}

returnFocus(document)
const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Console />
    </QueryClientProvider>
  </StrictMode>,
)
