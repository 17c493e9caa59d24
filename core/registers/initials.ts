/** 拼音首字母: what a clerk types instead of a name. Computed once, when a name enters the register. */
import { pinyin } from 'pinyin-pro'

/**
 * The initials of a name in lower case: 兰州银行A座 → lzyhaz. ASCII letters and digits stay, also full-width ones; what is neither has none. A
 * character whose neighbours decide how it is read is read with them (银行 yh, 行知 xz); reading whole names would take an import longer than
 * all its other work.
 */
export function initialsOf(name: string): string {
  const characters = [...name.normalize('NFKC')]
  let initials = ''
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    if (character <= '\u007f') initials += /[0-9A-Za-z]/.test(character) ? character.toLowerCase() : ''
    else if (deciding.has(character)) initials += among(characters[at - 1] ?? '', character, characters[at + 1] ?? '')
    else initials += ordinaryOf(character)
  }
  return initials
}

/** Characters with another initial in some words: those that words of a real register of 23,185 names decide, and those that places and trades may. */
const deciding: ReadonlySet<string> = new Set(
  '行乐藏畜长峒会重莞厦调朝给都单盛石车厂传曾解折率系降校便番泊秘宿埔铅粘堡龟什提属弹澄参差栖翟种省咖屏奇卡柏乘仔冲术仇区缪尉殷曲',
)

/** As the word with the character before it says; where that is the ordinary reading, as the one with the character after it. */
function among(before: string, character: string, after: string): string {
  const [ordinary, first] = [ordinaryOf(character), letterOf(`${before}${character}`, before === '' ? 0 : 1)]
  return first === ordinary ? letterOf(`${character}${after}`, 0) : first
}

/** By code unit; the characters of writing beyond the first plane are rare. */
const ordinaryByCode: (string | undefined)[] = Array.from({ length: 0x1_0000 })

function ordinaryOf(character: string): string {
  if (character.length > 1) return letterOf(character, 0)
  const code = character.charCodeAt(0)
  const letter = ordinaryByCode[code] ?? letterOf(character, 0)
  ordinaryByCode[code] = letter
  return letter
}

/** At most so many words are remembered; then it begins anew. A register repeats its own words, and an adversary's are bounded. */
const mostKnown = 50_000
const known = new Map<string, string>()

function letterOf(word: string, at: number): string {
  const key = `${at}${word}`
  let letter = known.get(key)
  if (letter === undefined) {
    const read = pinyin(word, { pattern: 'first', toneType: 'none', type: 'array' })[at] ?? ''
    letter = /^[a-z]$/.test(read) ? read : ''
    if (known.size >= mostKnown) known.clear()
    known.set(key, letter)
  }
  return letter
}
