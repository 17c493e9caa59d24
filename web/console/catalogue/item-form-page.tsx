/** 编制或修订一个抽查事项. What is typed is kept in this browser; where it weakens the item above, that stands beside the field. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Form } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Item } from '#contract/catalogue.ts'
import type { ListKind } from '#core/catalogue/item.ts'
import { layersAt } from '#core/catalogue/layers.ts'
import { addsTo, weakens } from '#core/catalogue/weakens.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { dropDraft, keepDraft, readDraft } from '#web/ui/draft.ts'
import { DraftNote } from '#web/ui/draft-note.tsx'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { besideOf } from './beside.tsx'
import { draftOfForm, emptyItem, formOfItem, fromParent, type ItemForm, isItemForm, textOfForm } from './item-form.ts'
import { IdentityFields, LimitFields, ParentFields } from './item-form-fields.tsx'
import { ItemLines } from './item-form-lines.tsx'
import { ItemLists } from './item-form-lists.tsx'
import { ItemTeamFields } from './item-team-fields.tsx'

export function NewItemPage(): ReactNode {
  const { kind } = useSearch({ from: '/signed-in/shell/items/new' })
  return <Editor item={null} list={kind === 'key' || kind === 'undisturbed' ? kind : 'random'} />
}

export function EditItemPage(): ReactNode {
  const { itemId } = useParams({ from: '/signed-in/shell/items/$itemId/edit' })
  const query = useQuery(api.catalogue.getItem.queryOptions({ input: { itemId } }))
  return <Loaded query={query}>{(item) => <Editor key={item.id} item={item} list={item.listKind} />}</Loaded>
}

function Editor({ item, list }: { readonly item: Item | null; readonly list: ListKind }): ReactNode {
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const orgPath = me?.org.path ?? ''
  const [form] = Form.useForm<ItemForm>()
  const [wrong, setWrong] = useState(0)
  const draftId = item === null ? `item.new.${list}` : `item.${item.id}`
  const [draft, setDraft] = useState(() => readDraft(draftId, isItemForm))
  const [saved] = useState(() => (item === null ? emptyItem(layersAt(orgPath)[0], list) : formOfItem(item)))
  const [initial] = useState(draft?.value ?? saved)
  const typed = Form.useWatch((values: ItemForm) => values, { form, preserve: true })
  const now: ItemForm = { ...initial, ...typed }
  const parent = useParent(now.parentCode, now.layer)
  const weakenings = parent === null ? [] : weakens(parent, textOfForm(now))
  const beside = besideOf(weakenings)
  const needsBasis = parent !== null && weakenings.length === 0 && addsTo(parent, textOfForm(now)) && now.localBasis.trim() === ''

  const save = useCommand(client.catalogue.saveItems, {
    announce: false,
    onDone: ({ ids }) => {
      dropDraft(draftId)
      const [itemId = ''] = ids
      void navigate({ to: '/items/$itemId', params: { itemId } })
    },
  })
  const send = async (submit: boolean): Promise<void> => {
    setWrong(0)
    try {
      await form.validateFields()
    } catch (refused) {
      setWrong((refused as { readonly errorFields?: readonly unknown[] }).errorFields?.length ?? 1) // what antd rejects with
      form.scrollToField(form.getFieldsError().find(({ errors }) => errors.length > 0)?.name ?? 'code', { block: 'center', focus: true })
      return
    }
    await save.run({ items: [draftOfForm({ ...initial, ...form.getFieldsValue(true) })], submit })
  }
  const keep = (): void => void keepDraft(draftId, { ...initial, ...form.getFieldsValue(true) })
  const refusals = weakenings.length + (needsBasis ? 1 : 0)
  return (
    <Page
      title={item === null ? t('item.newTitle') : isOpen(item) ? t('item.editTitle') : t('item.reviseTitle')}
      lead={item === null || isOpen(item) ? t('item.form.kept') : `${t('item.reviseNote', { n: item.version + 1 })} ${t('item.form.kept')}`}
      actions={
        <>
          <ActionButton
            onClick={() => void navigate(item === null ? { to: '/items' } : { to: '/items/$itemId', params: { itemId: item.id } })}
          >
            {t('kit.cancel')}
          </ActionButton>
          <ActionButton loading={save.pending} onClick={() => void send(false)}>
            {t('item.save')}
          </ActionButton>
          <ActionButton primary loading={save.pending} onClick={() => void send(true)}>
            {t('item.saveSubmit')}
          </ActionButton>
        </>
      }
    >
      <DraftNote
        draft={draft}
        onDrop={() => {
          dropDraft(draftId)
          setDraft(null)
          form.setFieldsValue(saved)
        }}
      />
      <ProblemAlert problem={save.problem} />
      {wrong + refusals > 0 && (
        <p className="mj-note mj-note-amber" role="alert">
          {t('item.form.wrong', { n: wrong + refusals })}
        </p>
      )}
      <Form<ItemForm>
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve
        clearOnDestroy
        initialValues={initial}
        onValuesChange={keep}
      >
        <Section title={t('item.form.identity')}>
          <IdentityFields fixedCode={item !== null} orgPath={orgPath} beside={beside} />
          <ParentFields
            code={now.parentCode}
            parent={parent}
            needsBasis={needsBasis}
            onTake={() => {
              if (parent === null) return
              form.setFieldsValue(fromParent(now, parent))
              keep()
            }}
          />
        </Section>
        <Section title={t('item.form.limits')}>
          <LimitFields beside={beside} />
        </Section>
        <Section title={t('item.check')} note={t('item.form.linesNote')}>
          <ItemLines beside={beside} onChange={keep} />
        </Section>
        <Section title={t('item.form.lists')}>
          <ItemLists onChange={keep} />
        </Section>
        <Section title={t('item.form.team')}>
          <ItemTeamFields beside={beside} />
        </Section>
      </Form>
    </Page>
  )
}

/** The item above that the typed code means, in force today; null while there is none. */
function useParent(typed: string, layer: Item['layer']): Item | null {
  const code = typed.trim()
  const isCode = /^[A-Z0-9][A-Z0-9.-]{1,29}$/.test(code)
  const query = useQuery({ ...api.catalogue.findParent.queryOptions({ input: { code, layer } }), enabled: isCode, staleTime: 60_000 })
  return isCode ? (query.data?.parent ?? null) : null
}

const isOpen = ({ state }: Item): boolean => state === 'draft' || state === 'submitted' || state === 'returned'
