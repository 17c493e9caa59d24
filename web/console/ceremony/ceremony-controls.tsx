/** The few controls of the person at the keyboard: out of sight until the mouse moves or a key reaches them. Space pauses. */
import { type ReactNode, useEffect, useState } from 'react'
import { t } from '#web/i18n/t.ts'
import type { Roll } from './use-roll.ts'

export function CeremonyControls({
  roll,
  total,
  onBack,
}: {
  readonly roll: Roll
  readonly total: number
  readonly onBack: () => void
}): ReactNode {
  const awake = useAwake()
  const { toggle, jump, position } = roll

  // The keyboard belongs to the window.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const onButton = event.target instanceof HTMLButtonElement
      if (event.key === ' ' && !onButton) toggle()
      else if (event.key === 'Home') jump(0)
      else if (event.key === 'End') jump(total)
      else if (event.key === 'ArrowRight' || event.key === 'PageDown') jump(position + 15)
      else if (event.key === 'ArrowLeft' || event.key === 'PageUp') jump(position - 15)
      else if (event.key.toLowerCase() === 'f' && !event.ctrlKey && !event.metaKey) toggleFullScreen()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [toggle, jump, position, total])

  return (
    <span className={awake ? 'cer-controls cer-awake' : 'cer-controls'} title={t('ceremony.keys')}>
      {total > 0 && (
        <>
          <button type="button" onClick={toggle} aria-pressed={!roll.running}>
            {roll.running ? t('ceremony.pause') : t('ceremony.go')}
          </button>
          {(['slow', 'normal', 'fast'] as const).map((pace) => (
            <button key={pace} type="button" aria-pressed={roll.pace === pace} onClick={() => roll.setPace(pace)}>
              {t(`ceremony.${pace}`)}
            </button>
          ))}
          <button type="button" onClick={() => jump(0)}>
            {t('ceremony.again')}
          </button>
          <button type="button" onClick={() => jump(total)}>
            {t('ceremony.end')}
          </button>
        </>
      )}
      <button type="button" onClick={toggleFullScreen}>
        {t('ceremony.full')}
      </button>
      <button type="button" onClick={onBack}>
        {t('ceremony.back')}
      </button>
    </span>
  )
}

function toggleFullScreen(): void {
  if (document.fullscreenElement === null) void document.documentElement.requestFullscreen?.()
  else void document.exitFullscreen()
}

/** True for three seconds after the mouse moved. */
function useAwake(): boolean {
  const [awake, setAwake] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const wake = (): void => {
      setAwake(true)
      clearTimeout(timer)
      timer = setTimeout(() => setAwake(false), 3000)
    }
    addEventListener('pointermove', wake)
    return () => {
      removeEventListener('pointermove', wake)
      clearTimeout(timer)
    }
  }, [])
  return awake
}
