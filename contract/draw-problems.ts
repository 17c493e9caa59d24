/** Refusals around draws: their life, beacons, replacements, explanations. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const drawProblems = {
  // draws
  frame_empty: {
    status: 409,
    zh: '抽样框内没有检查对象（登记 {registerCount} 户全部被排除）。请调整任务的筛选条件。',
    en: 'The frame is empty: all {registerCount} objects are excluded. Change the filter of the task.',
  },
  pool_empty: {
    status: 409,
    zh: '名单为空，不能封存。请调整筛选条件。',
    en: 'The list is empty and cannot be committed. Change the filter.',
  },
  strata_refused: {
    status: 409,
    zh: '有分层的应抽数为 0 或超过户数：{strataZh}。请调整比例、户数或取整方式。',
    en: 'A stratum would draw none, or more than it has: {strataEn}. Change its rate, number or rounding.',
  },
  draw_already_held: {
    status: 409,
    zh: '该任务已经完成抽取（{drawId}），不能重新抽取。',
    en: 'The task has been drawn already ({drawId}); it is not drawn again.',
  },
  draw_not_verified_yet: {
    status: 409,
    zh: '系统正在核验结果，核验完成后才能归档。请稍候。',
    en: 'The result is being verified; it can be closed after that. Wait a moment.',
  },
  draw_verification_failed: {
    status: 409,
    zh: '系统对结果的核验没有通过，不能归档。请查看核验明细，并申请作废。',
    en: 'The verification of the result failed, so it cannot be closed. See the checks, and ask for a void.',
  },
  no_party_of_yours: { status: 403, zh: '您不是该抽取的随机数提供方。', en: 'You are not a party of this draw.' },
  parties_too_few: { status: 409, zh: '随机数提供方不足两方。', en: 'A draw needs at least two parties.' },
  party_unknown: { status: 422, zh: '该抽取没有这一方：{party}。', en: 'This draw has no party {party}.' },
  party_held_by_same_person: {
    status: 409,
    zh: '同一人不能代表两方（{party}、{other}）。请由另一人提供。',
    en: 'One person cannot hold two parties ({party}, {other}). Someone else has to.',
  },
  already_pledged: {
    status: 409,
    zh: '本方已经封存随机数，不能更换。',
    en: 'Your party has pledged already and cannot change it.',
  },
  commitment_invalid: { status: 422, zh: '随机数承诺格式不正确。请重新生成。', en: 'The commitment is malformed. Make a new one.' },
  commitment_repeated: {
    status: 409,
    zh: '该承诺与另一方（{party}）相同，疑似复制。请重新生成。',
    en: 'The commitment equals that of {party}. Make a new one.',
  },
  pledges_missing: {
    status: 409,
    zh: '各方随机数尚未全部封存。请等各方封存后再操作。',
    en: 'Not every party has pledged yet. Wait until all have.',
  },
  already_revealed: { status: 409, zh: '本方已经揭示。', en: 'Your party has revealed already.' },
  nonce_does_not_open: {
    status: 422,
    zh: '随机数与封存时的承诺不符。请使用封存时的浏览器或备份单。',
    en: 'The nonce does not open the commitment. Use the browser that made it, or its backup slip.',
  },
  void_before_deadline: {
    status: 409,
    zh: '揭示期限（{revealBy}）未过，不能以逾期为由作废。',
    en: 'The deadline ({revealBy}) has not passed; this reason does not hold yet.',
  },
  void_reason_unknown: { status: 422, zh: '作废原因不在规定清单内。请重新选择。', en: 'The reason is not on the list. Choose another.' },
  void_already_requested: { status: 409, zh: '已有作废申请在等待批准。', en: 'A request to void is waiting already.' },
  void_not_requested: {
    status: 409,
    zh: '没有作废申请。请先由组织岗提出申请。',
    en: 'Nobody asked for a void. The organiser has to ask first.',
  },
  objects_not_drawn: { status: 409, zh: '检查对象尚未抽取并归档，不能抽取执法人员。', en: 'The objects are not drawn and closed yet.' },
  team_too_small: {
    status: 409,
    zh: '有检查对象符合条件的执法人员不足 {teamSize} 人。',
    en: 'An object has fewer than {teamSize} eligible officers.',
  },
  document_invalid: {
    status: 409,
    zh: '抽取文件不符合协议格式。请联系管理员。',
    en: 'The document of the draw breaks the protocol. Ask an administrator.',
  },
  register_not_accounted: {
    status: 409,
    zh: '入库与排除之和（{accounted}）不等于登记总数（{registerCount}）。请重新冻结。',
    en: 'Included and excluded ({accounted}) do not add up to the register ({registerCount}). Freeze again.',
  },
  strata_not_pool: { status: 409, zh: '分层户数与名单不符。请重新冻结。', en: 'The strata do not fit the list. Freeze again.' },
  draw_kind_unknown: { status: 422, zh: '抽取编号不正确：{drawId}。', en: 'Not a draw id: {drawId}.' },
  exclusion_not_of_kind: {
    status: 409,
    zh: '排除原因 {reason} 不适用于该类抽取。',
    en: 'The reason {reason} is not one of this kind of draw.',
  },
  officers_not_all: { status: 409, zh: '执法人员抽取必须包含全部符合条件的人员。', en: 'An officer draw takes every officer of its pool.' },
  not_as_committed: {
    status: 409,
    zh: '与封存时不一致（{what}），不能抽取。请联系管理员。',
    en: 'Not as committed ({what}); nothing is drawn. Ask an administrator.',
  },
  nonces_refused: {
    status: 409,
    zh: '各方随机数与封存时不符，不能抽取。请联系管理员。',
    en: 'The nonces do not open their commitments; nothing is drawn.',
  },
  subject_invalid: {
    status: 409,
    zh: '名录第 {row} 条的主体标识无效：{subject}。请先清理名录。',
    en: 'Row {row} has no usable identity: {subject}. Clean the register first.',
  },
  stratum_unknown: {
    status: 409,
    zh: '名单中出现未定义的分层。请重新冻结。',
    en: 'The list names a stratum that is not defined. Freeze again.',
  },
  duplicate_subject: {
    status: 409,
    zh: '名单中有重复的主体（第 {rows} 条）。请先清理名录。',
    en: 'A subject stands twice in the list (rows {rows}). Clean the register first.',
  },

  // beacons and replacements
  beacon_not_in_future: {
    status: 422,
    zh: '公开信标的时间必须晚于现在（{now}），后备公布的时间要依次更晚。请改选时间。',
    en: 'The beacon must lie in the future (now is {now}), and each later announcement after the one before. Choose other times.',
  },
  instant_unreadable: {
    status: 422,
    zh: '“{text}”不是时间。请用 2026-11-21T10:00:00+08:00 的写法。',
    en: '{text} is no time. Write it as 2026-11-21T10:00:00+08:00.',
  },
  subject_unreadable: {
    status: 422,
    zh: '“{subject}”不是统一社会信用代码或其他主体标识。请核对后重试。',
    en: '{subject} is no unified social credit code and no other identity. Check it and try again.',
  },
  beacon_not_yet: {
    status: 409,
    zh: '本次应使用的公开信标在 {at} 才公布。请到时再录入。',
    en: 'The beacon that counts becomes public at {at}. Enter it then.',
  },
  beacon_not_expected: { status: 409, zh: '这次抽取没有约定公开信标。', en: 'This draw has no beacon.' },
  beacon_absent: { status: 409, zh: '公开信标还没有录入，不能计算结果。', en: 'The beacon is not there yet, so nothing can be drawn.' },
  beacon_of_other_kind: {
    status: 409,
    zh: '录入的公开信标与封存时约定的种类不同。请核对封存内容。',
    en: 'This is another kind of beacon than the COMMIT names. Check the COMMIT.',
  },
  beacon_chain_unknown: {
    status: 422,
    zh: '本系统不认识这条公开信标链（{chain}），无法核对签名。请联系管理员设置。',
    en: 'This house does not know the chain {chain} and cannot check its signature. Ask the administrator.',
  },
  beacon_none_left: {
    status: 409,
    zh: '约定的公布时间都早于最后一次揭示（{revealedAt}），没有可用的公开信标，只能作废后重新封存。',
    en: 'Every announcement lies before the last reveal ({revealedAt}); the draw can only be voided.',
  },
  beacon_not_due: {
    status: 409,
    zh: '应使用的是 {due}，录入的是 {given}。请核对期号或轮次。',
    en: '{due} counts, not {given}. Check the issue or the round.',
  },
  beacon_signature_wrong: {
    status: 422,
    zh: '第 {round} 轮的签名不对，可能抄错了。请重新核对后录入。',
    en: 'The signature of round {round} does not verify; it may be mistyped. Check and enter it again.',
  },
  beacon_value_invalid: {
    status: 422,
    zh: '公布的结果只能是数字和字母，用空格分组，例如“05 11 23 08”。请按公布的顺序录入。',
    en: 'Enter digits and letters in groups parted by spaces, in the order as published: 05 11 23 08.',
  },
  beacon_not_proposed: {
    status: 409,
    zh: '还没有人先录入。请先由一人录入，再由另一人录入。',
    en: 'Nobody has typed it first. One types it, then another does.',
  },
  beacon_values_differ: {
    status: 409,
    zh: '两人录入的结果不一致。请各自对照公布的结果，由任一人重新录入。',
    en: 'The two values differ. Compare each with what was published, and type it again.',
  },
  beacon_same_person: { status: 409, zh: '同一个人不能录入两遍。请由另一人录入。', en: 'The second typing must be by another person.' },
  void_reason_of_other_state: {
    status: 409,
    zh: '当前状态（{state}）不能以这个原因作废。请另选原因。',
    en: 'This reason does not fit a draw that is {state}. Choose another.',
  },
  replacement_not_one: { status: 409, zh: '更换抽取只能抽取一户。', en: 'A replacement draws exactly one.' },
  replacement_of_what: {
    status: 409,
    zh: '只能更换已归档的对象抽取中的对象（{drawId} 的状态是 {state}）。',
    en: 'Only objects of a closed object draw can be replaced ({drawId} is {state}).',
  },
  replacement_reason_unknown: {
    status: 422,
    zh: '没有“{reason}”这个更换原因。请从列表中选择。',
    en: '{reason} is no reason for a replacement. Choose one of the list.',
  },
  replacement_needs_evidence: {
    status: 422,
    zh: '这个更换原因需要证明材料。请上传文件后再申请。',
    en: 'This reason needs evidence. Upload a file first.',
  },
  replacement_not_drawn: {
    status: 404,
    zh: '{subject} 不在本任务的抽中名单里。请核对代码。',
    en: '{subject} was not drawn in this task. Check the code.',
  },
  replacement_before_officers: {
    status: 409,
    zh: '执法检查人员尚未抽取归档，检查还没有开始。请先完成人员抽取，再申请更换。',
    en: 'The officers are not drawn yet. Finish the officer draw before a replacement.',
  },
  replacement_after_visit: {
    status: 409,
    zh: '该对象的检查已经录入结果（{state}），不能再更换。',
    en: 'This object already has a result ({state}) and cannot be replaced any more.',
  },
  replacement_already_requested: {
    status: 409,
    zh: '{subject} 已有一份待审批的更换申请。',
    en: 'A replacement of {subject} is already waiting for approval.',
  },
  replacement_decided: { status: 409, zh: '这份更换申请已经办结。', en: 'This request has already been decided.' },
  replacement_approver_is_requester: {
    status: 409,
    zh: '申请更换的人不能审批更换。请由另一位审批人员办理。',
    en: 'Whoever asked for the replacement cannot approve it. Ask another approver.',
  },
  replacement_none_left: {
    status: 409,
    zh: '同一层中没有可以递补的对象了，无法更换。请拒绝这份申请，并在检查中按实际情况录入结果。',
    en: 'No member of this stratum is left to take its place. Refuse the request and enter the result as it is.',
  },
  already_signed: { status: 409, zh: '{name} 已经签署过这份确认书。', en: '{name} has already signed.' },
  subject_not_in_pool: {
    status: 404,
    zh: '{subject} 不在这次抽取的名单里，没有本户凭证可出具。可在“抽取说明”里查看原因。',
    en: '{subject} is not in this pool, so there is no opening to issue. See its explanation for the reason.',
  },
  draw_files_missing: {
    status: 503,
    zh: '这次抽取的名单文件暂时读不到。请联系管理员检查数据目录。',
    en: 'The files of this draw cannot be read. Ask the administrator to check the data directory.',
  },
} as const satisfies Record<string, ProblemText>
