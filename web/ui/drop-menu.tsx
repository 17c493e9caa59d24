/** A button with a menu below it that works by keyboard alone: Enter opens it and stands in it, arrows choose, Escape goes back to the button. */
import { Dropdown, type DropdownProps, type MenuProps } from 'antd'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'

export type DropMenuProps = {
  readonly menu: MenuProps
  readonly placement?: NonNullable<DropdownProps['placement']>
  readonly children: ReactNode
}

export function DropMenu({ menu, placement = 'bottomLeft', children }: DropMenuProps): ReactNode {
  const opener = useRef<Element | null>(null)
  const moved = (open: boolean): void => {
    if (open) opener.current = document.activeElement
    // The menu leaves with the focus in it; the kit gives it back only to what it can hold by a reference.
    else
      setTimeout(() => {
        if (document.activeElement === document.body && opener.current instanceof HTMLElement) opener.current.focus()
      })
  }
  return (
    <Dropdown autoFocus trigger={['click']} placement={placement} menu={{ ...menu, onKeyDown: chooseOnce }} onOpenChange={moved}>
      {children}
    </Dropdown>
  )
}

/** Enter chooses and gives the focus back while the key is still down: it would press the button a second time. */
const chooseOnce = (event: KeyboardEvent): void => {
  if (event.key === 'Enter') event.preventDefault()
}
