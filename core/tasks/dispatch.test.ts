import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPathWithin } from '#core/access/can.ts'
import { cutProblem, dispatchOf, type Held, type Office, poolOf, type Share } from './dispatch.ts'

const city = '62.6201'
const office = (path: string, dept = 'scjg'): Office => ({ id: `${path} ${dept}`, path, dept, name: `${dept} ${path}` })
const offices = [
  office(city),
  office(`${city}.620102`),
  office(`${city}.620103`),
  office(`${city}.620103.620103001`),
  office(city, 'xfjy'),
  office(`${city}.620102`, 'xfjy'),
]
const general: Share = { pool: 'general', dept: 'scjg', place: city, level: 'down' }
const goesTo = (share: Share, region: string): string => {
  const to = dispatchOf(share, region, offices)
  return to === null ? 'nobody' : `${to.office.dept} ${to.office.path} ${to.rule}`
}

describe('AR11 dispatch', () => {
  test('AR11 of the general pool an object goes to its registration authority, the organisation of the department that has its place', () => {
    expect(goesTo(general, `${city}.620102.620102003`)).toBe(`scjg ${city}.620102 registration`)
    expect(goesTo(general, `${city}.620103`)).toBe(`scjg ${city}.620103 registration`)
  })

  test('AR11 of a special pool an object goes to the department that keeps the library', () => {
    expect(goesTo({ ...general, pool: 'special', dept: 'xfjy', level: 'self' }, `${city}.620102`)).toBe(`xfjy ${city} owner`)
    expect(goesTo({ ...general, pool: 'special', dept: 'xfjy' }, `${city}.620102`)).toBe(`xfjy ${city}.620102 owner`)
  })

  test('AR11 of a cross-department task each part goes to the department that checks', () => {
    expect(goesTo({ ...general, pool: 'cross', dept: 'xfjy', level: 'self' }, `${city}.620103`)).toBe(`xfjy ${city} checking`)
    expect(goesTo({ ...general, level: 'self' }, `${city}.620103`)).toBe(`scjg ${city} own`)
  })

  test('a city gives to its counties, which give to their stations', () => {
    expect(goesTo(general, `${city}.620103.620103001`)).toBe(`scjg ${city}.620103 registration`)
    expect(goesTo({ ...general, place: `${city}.620103` }, `${city}.620103.620103001`)).toBe(`scjg ${city}.620103.620103001 registration`)
  })

  test('what no organisation below has is given by hand', () => {
    expect(goesTo(general, `${city}.620104`)).toBe('nobody')
    expect(goesTo(general, city)).toBe('nobody')
    expect(goesTo({ ...general, dept: 'jtys' }, `${city}.620102`)).toBe('nobody')
  })

  test('an object is never given to an organisation that has not its place, nor to one outside the place of the task', () => {
    const segment = fc.constantFrom('620102', '620103', '620104')
    fc.assert(
      fc.property(
        fc.array(segment, { maxLength: 2 }),
        fc.array(fc.array(segment, { maxLength: 2 }), { maxLength: 8 }),
        (region, places) => {
          const path = [city, ...region].join('.')
          const to = dispatchOf(
            general,
            path,
            places.map((one) => office([city, ...one].join('.'))),
          )
          expect(to === null || (isPathWithin(to.office.path, path) && to.office.path !== city)).toBe(true)
        },
      ),
    )
  })
})

describe('the pool of a task', () => {
  const owners = new Map([
    ['药品经营', ['yjj']],
    ['重点场所', ['xfjy', 'scjg']],
  ])
  const task = { dept: 'scjg', labels: ['药品经营'] }
  test('AR11 is special where one department keeps a library for every label, the task’s own before another', () => {
    expect(poolOf(task, owners)).toEqual({ pool: 'special', dept: 'yjj' })
    expect(poolOf({ ...task, labels: ['重点场所'] }, owners)).toEqual({ pool: 'special', dept: 'scjg' })
    expect(poolOf({ dept: 'xfjy', labels: ['重点场所'] }, owners)).toEqual({ pool: 'special', dept: 'xfjy' })
  })
  test('AR11 is general where nobody keeps a library for one of the labels, or several others do', () => {
    expect(poolOf({ ...task, labels: ['药品经营', '无人建库'] }, owners)).toEqual({ pool: 'general', dept: 'scjg' })
    expect(poolOf({ ...task, labels: ['药品经营', '重点场所'] }, owners)).toEqual({ pool: 'general', dept: 'scjg' })
    expect(poolOf({ dept: 'jtys', labels: ['重点场所'] }, owners)).toEqual({ pool: 'general', dept: 'jtys' })
    expect(poolOf({ ...task, labels: [] }, owners)).toEqual({ pool: 'general', dept: 'scjg' })
  })
})

describe('AR10 objects change hands', () => {
  const held = (path: string, objects: number, leaving: number, as: Held['as'] = 'area'): Held => {
    const { path: orgPath, dept, name: orgName } = office(path)
    return { orgPath, dept, orgName, objects, leaving, as }
  }
  const counties = [held(`${city}.620102`, 5, 2), held(`${city}.620103`, 4, 0)]

  test('from one county to another, some or all', () => {
    expect(cutProblem(counties, office(`${city}.620103`))).toBeNull()
    expect(cutProblem(counties, office(`${city}.620104`))).toBeNull()
  })
  test('to another department a part goes whole, because officers of a department are drawn once', () => {
    expect(cutProblem(counties, office(city, 'xfjy'))).toEqual({ type: 'redispatch_department_whole', objects: 9 })
    expect(cutProblem([held(city, 9, 9, 'whole')], office(city, 'xfjy'))).toBeNull()
  })
  test('what one organisation does as a whole is not cut', () => {
    expect(cutProblem([held(city, 9, 3, 'whole')], office(`${city}.620102`))).toEqual({ type: 'redispatch_whole_part', objects: 9 })
  })
  test('not to an organisation above or below another that keeps objects: their officers would be drawn as one', () => {
    const other = `scjg ${city}.620103`
    expect(cutProblem(counties, office(`${city}.620103.620103001`))).toEqual({
      type: 'redispatch_nested',
      org: 'scjg 62.6201.620103.620103001',
      other,
    })
    expect(cutProblem(counties, office(city))).toMatchObject({ type: 'redispatch_nested' })
    expect(cutProblem([...counties, held(city, 3, 1, 'nobody')], office(`${city}.620104`))).toBeNull()
  })
})
