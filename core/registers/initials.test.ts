import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initialsOf } from './initials.ts'

test('a name is found by the first letters of its characters, letters and digits as they are', () => {
  expect(['兰州市城关区便民超市', 'A座Ｂ１铺面', '甘肃(兰州)·3D打印', '䶮鑫', '𠮷野家', '', '！—'].map(initialsOf)).toEqual([
    'lzscgqbmcs',
    'azb1pm',
    'gslz3ddy',
    'yx',
    'yj',
    '',
    '',
  ])
})

test('a character of several readings is read with its neighbours', () => {
  expect(['兰州银行', '行知教育', '重庆长城', '重点', '会计事务所', '会议', '乐山'].map(initialsOf)).toEqual([
    'lzyh',
    'xzjy',
    'cqcc',
    'zd',
    'kjsws',
    'hy',
    'ls',
  ])
})

test('initials of any text are lower case ASCII letters and digits, no longer than the text, and the same again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const initials = initialsOf(name)
      expect(initials).toMatch(/^[a-z0-9]*$/)
      expect(initials.length).toBeLessThanOrEqual([...name.normalize('NFKC')].length)
      expect(initialsOf(name)).toBe(initials)
    }),
  )
})
