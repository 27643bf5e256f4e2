/**
 * Whenbook for tree-sitter.
 *
 * It follows `grammar/whenbook.pest`, rule by rule and with the same names; `tests/equal.rs` holds the two together. What
 * differs: this one knows only what is right. Of the other's nodes for damage it has `missing_close` and `missing_quote`, which
 * keep the damage of an open block within its declaration; else there are tree-sitter's ERROR and MISSING. Keywords and signs
 * have no names. Line ends are told by `src/scanner.c`, which sees where a declaration begins.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const BLANK = '[ \\t\\u00A0\\u3000]';

/** Words that mean something inside conditions, so that nothing can have them as its name. */
const RESERVED = [
  'and', 'or', 'not', 'is', 'in', 'was', 'has', 'had', 'contains', 'does', 'starts', 'ends', 'matches', 'finds', 'between',
];

const DECLARATION_WORDS = [
  'action', 'activate', 'attribute', 'automation', 'condition', 'deactivate', 'directory', 'enum', 'event', 'first',
  'lifecycle', 'list', 'message', 'policy', 'scenario', 'schedule', 'status', 'test', 'trigger', 'use',
];

/** Words that begin a line of a block: nothing that is declared can be called so. */
const LINE_WORDS = [
  'accept', 'active', 'advance', 'after', 'agents', 'at', 'capacity', 'channels', 'closed', 'do', 'else', 'expect', 'final',
  'from', 'given', 'if', 'inactive', 'known', 'limit', 'new', 'on', 'once', 'only', 'open', 'order', 'prefer', 'receive',
  'remind_after', 'repeat', 'samples', 'set', 'start', 'states', 'then', 'timezone', 'unless', 'wait', 'when', 'windows', 'while',
];

/** Words that no action can begin with. */
const CLAUSE_WORDS = [
  'once', 'only', 'on', 'order', 'channels', 'when', 'do', 'inactive', 'after', 'at', 'given', 'receive', 'advance', 'expect',
  'then', 'prefer', 'if', 'agents', 'accept', 'capacity', 'from', 'states', 'final', 'as',
];

const UNITS = [
  'seconds', 'second', 'secs', 'sec', 'minutes', 'minute', 'mins', 'min', 'hours', 'hour', 'hrs', 'hr', 'days', 'day', 'weeks',
  'week', 'am', 'pm', 'percent', 's', 'm', 'h', 'd', 'w',
];

/** Wrong forms of `raises`. */
const CAUSES = ['raise', 'raising', 'emits', 'emit', 'fires', 'fire', 'causes'];

/** One or more, parted by commas; the line may end after a comma. */
const commas = ($, rule) => seq(rule, repeat(seq(',', optional($._nl), rule)));

/** Lines between braces, each at its own line; documentation and empty lines between them. */
const lines = ($, line) => body($, line, $._nl, $.doc);

/** The same where a comma ends a line too. */
const entries = ($, line) => body($, line, choice($._nl, ','), $.doc);

/** The same without documentation. */
const data = ($, line) => body($, line, choice($._nl, ','), null);

const body = ($, line, end, doc) => {
  const between = doc ? choice(end, doc) : end;
  return seq('{', repeat(between), repeat(seq(line, end, repeat(between))), optional(line), choice('}', $.missing_close));
};

/** Names between braces, parted by commas, line ends or blanks. */
const words = ($, word) => seq('{', repeat(choice($._nl, $.doc, ',', word)), choice('}', $.missing_close));

module.exports = grammar({
  name: 'whenbook',

  word: $ => $._identifier,

  extras: $ => [/[ \t\u00A0\u3000\uFEFF\u200B]/, $.comment],

  externals: $ => [
    $._newline,
    $._text_newline,
    $.text_part,
    // The words after `or` in a placeholder.
    $.fallback,
    // Before the head of a declaration, with the comments right above it.
    $._head,
    // The same where a block is still open, and at the end of the file.
    $.missing_close,
    // The same for a text of several lines.
    $.missing_quote,
    // What the scanner never gives: while it is asked for this, an error is being mended.
    $._never,
  ],

  reserved: {
    names: _ => RESERVED,
    none: _ => [],
    units: _ => UNITS,
    types: _ => ['default', 'optional', 'writable'],
    declared: _ => [...RESERVED, ...DECLARATION_WORDS, ...LINE_WORDS],
    signatures: _ => [...DECLARATION_WORDS, ...LINE_WORDS],
    verbs: _ => [...new Set([...RESERVED, ...CLAUSE_WORDS])],
    commanders: _ => [...RESERVED, 'do'],
    causes: _ => ['when', 'raises', ...CAUSES],
  },

  conflicts: $ => [
    [$.row],
  ],

  supertypes: $ => [],

  rules: {
    file: $ => seq(
      repeat(choice($._between, seq($._declaration, choice($._newline, $._head)))),
      optional($._declaration),
    ),

    _between: $ => choice($._newline, $._head, $.doc, $._only_reserved),

    _nl: $ => $._newline,

    // Never stands anywhere. Words that are only reserved must be tokens of some rule all the same.
    _only_reserved: $ => seq($._never, choice(...UNITS, ...LINE_WORDS, ...CAUSES)),

    comment: _ => token(choice(/\/\/([^\/\r\n][^\r\n]*)?/, /\/\/\/\/[^\r\n]*/)),
    doc: _ => /\/\/\/([^\/\r\n][^\r\n]*)?/,

    _declaration: $ => choice(
      $.use_declaration,
      $.activate_declaration,
      $.deactivate_declaration,
      $.attribute_declaration,
      $.event_declaration,
      $.action_declaration,
      $.enum_declaration,
      $.directory_declaration,
      $.trigger_declaration,
      $.automation_declaration,
      $.first_match_declaration,
      $.condition_declaration,
      $.message_declaration,
      $.list_declaration,
      $.schedule_declaration,
      $.capacity_release_policy,
      $.assignment_policy,
      $.wait_time_policy,
      $.lifecycle_declaration,
      $.status_declaration,
      $.test_declaration,
      $.scenario_declaration,
    ),

    // ---- names and paths
    _identifier: _ => /[_\p{XID_Start}]\p{XID_Continue}*/,
    name: $ => $._identifier,
    _declared_name: $ => alias($._declared, $.name),
    _declared: $ => reserved('declared', $._identifier),
    word: $ => reserved('none', $._identifier),
    segment: _ => token.immediate(/[_\p{XID_Start}]\p{XID_Continue}*/),

    path: $ => prec.right(seq($.name, optional($.arguments), repeat($._step))),
    _bare_path: $ => $.name,
    _step: $ => seq(token.immediate('.'), $.segment, optional($.arguments)),
    arguments: $ => seq(token.immediate('('), optional(seq($._argument, repeat(seq(',', $._argument)))), ')'),
    _argument: $ => choice($.text, $.number, $.argument_path),
    argument_path: $ => prec.right(seq($.name, repeat(seq(token.immediate('.'), $.segment)))),
    names: $ => commas($, $.name),
    names_only: $ => commas($, $.name),

    // ---- texts
    _any_text: $ => choice($.block_text, $.text),
    text: $ => seq('"', repeat($._text_piece), token.immediate('"')),
    _text_piece: $ => choice($.text_part, $.escape, $.placeholder),
    escape: _ => token.immediate(/\\[n{"\\]/),
    placeholder: $ => seq(
      token.immediate('{'),
      $.placeholder_path,
      optional(seq('in', $.word)),
      optional(seq('or', $.fallback)),
      '}',
    ),
    placeholder_path: $ => seq(
      $.name,
      optional($.placeholder_arguments),
      repeat(seq(token.immediate('.'), $.segment, optional($.placeholder_arguments))),
    ),
    placeholder_arguments: $ => seq(
      token.immediate('('), $._placeholder_argument, repeat(seq(',', $._placeholder_argument)), ')',
    ),
    _placeholder_argument: $ => choice($.escaped_text, $.plain_text, $.number, $.argument_path),
    plain_text: _ => /"[^"\\{}\r\n]*"/,
    escaped_text: _ => /\\"[^"\\{}\r\n]*\\"/,
    block_text: $ => seq(
      alias($._block_open, '"""'),
      repeat(seq($._text_newline, repeat(choice($._text_piece, $.block_part)))),
      choice(alias($._block_end, '"""'), $.missing_quote),
    ),
    _block_open: _ => token(/"""[ \t\u00A0\u3000]*/),
    _block_end: _ => token.immediate(/(\n|\r\n|\r)[ \t\u00A0\u3000]*"""/),
    block_part: _ => token.immediate('"'),

    // ---- numbers, times
    _number_like: $ => choice($.date, $.clock, $.percentage, $.duration, $.number),
    date: _ => /[0-9]{4}-[0-9]{2}-[0-9]{2}/,
    annual_date: _ => /[0-9]{2}-[0-9]{2}/,
    clock: _ => /[0-9]{2}:[0-9]{2}/,
    percentage: _ => /[0-9]+(\.[0-9]+)?%/,
    duration: _ => /([0-9]+[smhd])+/,
    number: _ => /-?[0-9]+(\.[0-9]+)?/,
    _date_here: $ => choice($.date, $.annual_date),

    // ---- values
    _value: $ => choice($.path, $._any_text, $._number_like, $.regex, $.cell),
    _value_here: $ => choice($.list, $._value),
    _item: $ => choice($._any_text, $._number_like, $.path, $.list, $.cell),
    list: $ => seq('[', repeat(choice($._nl, ',', $._item)), ']'),
    cell: $ => seq('<', alias($._cell_name, $.name), token.immediate('>')),
    _cell_name: _ => token.immediate(/[_\p{XID_Start}]\p{XID_Continue}*/),
    _cell_or_name: $ => choice($.cell, $.name),
    regex: _ => /\/([^\/*\\\r\n]|\\[^\r\n])([^\/\\\r\n]|\\[^\r\n])*\/[A-Za-z]*/,

    // ---- conditions
    condition: $ => seq($.term, repeat(seq(choice('and', 'or'), $.term))),
    term: $ => seq(optional('not'), choice($.condition_block, $.group, $.comparison)),
    group: $ => seq('(', $.condition, ')'),
    condition_block: $ => seq(choice('all', 'any', 'none'), lines($, $.condition)),
    comparison: $ => choice(alias($._bare_path, $.path), seq($._value_here, $._relation)),
    _relation: $ => choice(
      $.is_relation,
      $.was_relation,
      $.order_relation,
      $.between_relation,
      $.last_relation,
      $.in_relation,
      $.text_relation,
      $.match_relation,
      $.fired_relation,
      $.has_relation,
      $.ago_relation,
    ),
    is_relation: $ => seq('is', optional('not'), $._value_here),
    was_relation: $ => seq('was', optional('not'), $._value_here),
    order_relation: $ => seq($.order, $._value_here),
    order: _ => choice('<=', '>=', '<', '>'),
    between_relation: $ => seq('between', $._value_here, 'and', $._value_here),
    last_relation: $ => seq(optional('not'), 'in', 'the', 'last', $._number_like),
    in_relation: $ => seq(optional('not'), 'in', $._value_here),
    text_relation: $ => seq(
      choice(
        'contains',
        seq(choice('starts', 'ends'), 'with'),
        seq('does', 'not', choice('contain', seq(choice('start', 'end'), 'with'))),
      ),
      optional('exactly'),
      optional(choice('any', 'all')),
      optional('exactly'),
      $._value_here,
    ),
    match_relation: $ => seq(choice('matches', 'finds', seq('does', 'not', choice('match', 'find'))), $.regex),
    fired_relation: _ => seq('has', optional('not'), 'fired'),
    has_relation: $ => seq(
      choice('has', 'had', seq('does', 'not', 'have')),
      optional(choice('any', 'all', 'under')),
      $._value_here,
    ),
    ago_relation: $ => seq(choice('more', 'less'), 'than', $._number_like, 'ago'),

    // ---- events
    event_reference: $ => choice($.change_of, $.path),
    change_of: $ => seq('change', 'of', $.path),
    events: $ => commas($, $.event_reference),

    // ---- actions
    block: $ => lines($, $.action),
    action: $ => choice($.wait_action, $.set_action, $.call_action),
    wait_action: $ => seq(
      'wait', $._number_like, optional(seq('unless', $.events)), optional(seq('then', 'check', 'again')),
    ),
    set_action: $ => seq('set', $.path, 'to', $._value_here),
    call_action: $ => seq($.verb, repeat($._action_part)),
    verb: $ => reserved('verbs', $._identifier),
    _action_part: $ => choice(
      $._any_text,
      $._number_like,
      $.list,
      $.record,
      $.plain_word,
      $.path_argument,
      $.cell,
    ),
    plain_word: $ => reserved('none', $._identifier),
    path_argument: $ => prec.right(seq(
      $.word,
      choice(seq($.arguments, repeat($._step)), repeat1($._step)),
    )),
    record: $ => data($, $.entry),
    entry: $ => seq($.word, ':', $._value_here),

    // ---- books
    use_declaration: $ => seq('use', choice($.path, $._any_text)),
    activate_declaration: $ => seq('activate', $.names_only),
    deactivate_declaration: $ => seq('deactivate', $.names_only),

    // ---- vocabulary
    attribute_declaration: $ => seq(
      'attribute', $.attribute_path, ':', $.type,
      repeat(choice(seq('default', $._value_here), 'optional', 'writable')),
    ),
    attribute_path: $ => seq(
      $.name, optional($.parameters), repeat(seq(token.immediate('.'), $.segment, optional($.parameters))),
    ),
    parameters: $ => seq(token.immediate('('), optional(seq($.parameter, repeat(seq(',', $.parameter)))), ')'),
    parameter: $ => seq($.word, ':', $.type),
    type: $ => seq(
      optional(seq('list', 'of', optional(seq('list', 'of', optional(seq('list', 'of')))))),
      choice($.one_of, $.type_name),
    ),
    type_name: $ => choice(
      reserved('types', $._identifier), token(/clock[ \t\u00A0\u3000]+time/), token(/attribute[ \t\u00A0\u3000]+types/),
    ),
    one_of: $ => seq('one', 'of', words($, $.enum_value)),
    enum_value: $ => $.word,
    event_declaration: $ => seq('event', $.path, optional(seq('carries', $.names_only))),
    enum_declaration: $ => seq('enum', $.name, words($, $.enum_value)),
    directory_declaration: $ => seq('directory', lines($, $.directory_entry)),
    directory_entry: $ => seq($.word, commas($, $._any_text)),
    action_declaration: $ => seq(
      'action',
      choice($.signature_option, $.slot, alias($._first_word, $.word)),
      repeat($._signature_part),
    ),
    _first_word: $ => reserved('signatures', $._identifier),
    _signature_part: $ => choice($.signature_option, $.slot, $.word),
    signature_option: $ => seq('[', repeat(choice($._signature_part, $._nl)), ']'),
    slot: $ => seq('<', $.word, optional(seq(':', $.type)), '>'),

    // ---- triggers and automations
    trigger_declaration: $ => seq('trigger', $._declared_name, optional($._any_text), lines($, $._trigger_clause)),
    automation_declaration: $ => seq('automation', $._declared_name, optional($._any_text), lines($, $._trigger_clause)),
    _trigger_clause: $ => choice(
      $.on_clause,
      $.when_clause,
      $.do_clause,
      $.channels_clause,
      $.once_clause,
      $.order_clause,
      $.inactive_clause,
      $.after_clause,
      $.at_clause,
      $.only_during_clause,
    ),
    inactive_clause: _ => 'inactive',
    on_clause: $ => seq('on', $.events),
    channels_clause: $ => seq('channels', $.names_only),
    once_clause: $ => seq('once', 'per', $.word, optional(seq('every', choice('day', $._number_like)))),
    order_clause: $ => seq('order', $._number_like),
    when_clause: $ => seq('when', $.condition),
    do_clause: $ => seq('do', $.block),
    after_clause: $ => seq(
      'after', $._number_like, optional(seq('of', $.name)),
      choice(
        seq('while', $.condition),
        seq('since', choice('last', 'first'), $.events, optional(seq('unless', $.events))),
      ),
    ),
    at_clause: $ => seq('at', $.clock, optional(seq('on', $.days)), optional(seq('while', $.condition))),
    only_during_clause: $ => seq('only', 'during', $.name),

    // ---- named parts
    first_match_declaration: $ => seq('first', 'match', $._declared_name, words($, $.name)),
    condition_declaration: $ => seq('condition', $._declared_name, 'when', $.condition),
    message_declaration: $ => seq('message', $._declared_name, entries($, $.translation)),
    translation: $ => seq($.locale, ':', $._any_text),
    locale: _ => /[A-Za-z][A-Za-z0-9_-]*/,
    list_declaration: $ => seq('list', $._declared_name, entries($, $._item)),
    schedule_declaration: $ => seq('schedule', $._declared_name, lines($, $._schedule_clause)),
    _schedule_clause: $ => choice($.timezone_clause, $.closed_clause, $.open_clause, $.hours_clause),
    timezone_clause: $ => seq('timezone', $._any_text),
    closed_clause: $ => seq('closed', commas($, $.date_range)),
    open_clause: $ => seq('open', $._date_here, commas($, $.hours)),
    date_range: $ => seq($._date_here, optional(seq('to', $._date_here))),
    hours_clause: $ => seq($.days, commas($, $.hours)),
    hours: $ => seq($.clock, '-', $.clock),
    days: $ => commas($, $.day_range),
    day_range: $ => seq($.day, optional(seq('-', $.day))),
    day: _ => choice('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'),

    // ---- policies
    capacity_release_policy: $ => seq('policy', 'capacity', 'release', choice('off', lines($, $.stage))),
    stage: $ => seq(choice('inactive', 'then'), 'after', $._number_like, $.block),
    assignment_policy: $ => seq('policy', 'assignment', lines($, $._assignment_clause)),
    _assignment_clause: $ => choice(
      $.capacity_clause,
      $.count_clause,
      $.accept_clause,
      $.agents_clause,
      $.prefer_clause,
      $.if_nobody_clause,
    ),
    capacity_clause: $ => seq('capacity', $._number_like),
    count_clause: _ => seq('inactive', 'conversations', optional(seq('do', 'not')), 'count'),
    accept_clause: $ => seq('accept', choice(seq('within', $._number_like), seq('by', choice('anyone', 'hand')))),
    agents_clause: $ => seq('agents', 'when', $.condition),
    prefer_clause: $ => seq('prefer', choice('agents', 'conversations'), lines($, choice($.preference, $.condition))),
    preference: $ => seq(choice('highest', 'lowest'), $.path),
    if_nobody_clause: $ => seq('if', 'nobody', 'after', $._number_like, $.block),
    wait_time_policy: $ => seq('policy', 'wait', 'time', lines($, $._wait_time_clause)),
    _wait_time_clause: $ => choice($.windows_clause, $.samples_clause, $.known_clause, $.from_clause),
    windows_clause: $ => seq('windows', commas($, $._number_like)),
    samples_clause: $ => seq('samples', $._number_like),
    known_clause: $ => seq('known', 'when', 'routed', 'in', 'the', 'last', $._number_like),
    from_clause: $ => seq('from', $._number_like, 'to', $._number_like),

    // ---- lifecycles
    lifecycle_declaration: $ => seq('lifecycle', $._declared_name, lines($, $._lifecycle_clause)),
    _lifecycle_clause: $ => choice($.states_clause, $.new_conversation_clause, $.limit_clause, $.only_may_clause),
    states_clause: $ => seq('states', $.path, words($, $.enum_value), lines($, $._state_clause)),
    _state_clause: $ => choice($.start_rule, $.active_rule, $.final_rule, $.transition),
    start_rule: $ => seq('start', $.name),
    active_rule: $ => seq('active', $.names_only),
    final_rule: $ => seq('final', $.names_only),
    transition: $ => seq(
      'from', $.names, 'to', $.names,
      choice(seq('on', $.events), seq('by', commas($, $.by_action))),
      optional(choice(
        seq($.when_clause, optional($.raises_clause)),
        seq($.raises_clause, optional($.when_clause)),
      )),
    ),
    raises_clause: $ => seq('raises', $.events),
    by_action: $ => repeat1(alias($._cause_word, $.word)),
    _cause_word: $ => reserved('causes', $._identifier),
    new_conversation_clause: $ => seq('new', 'conversation', 'on', $.events, optional($.when_clause)),
    limit_clause: $ => seq('limit', $.path, 'to', $._value_here),
    only_may_clause: $ => seq('only', $.name, 'may', commas($, $.by_action)),
    status_declaration: $ => seq('status', $._declared_name, optional($._any_text), 'counts', 'as', $.name),

    // ---- tests
    test_declaration: $ => seq('test', $._any_text, lines($, choice($._test_step, $.rows_clause))),
    scenario_declaration: $ => seq('scenario', $._declared_name, optional($._any_text), $._steps),
    _steps: $ => lines($, $._test_step),
    _test_step: $ => choice(
      $.given_step,
      $.at_step,
      $.receive_step,
      $.as_step,
      $.advance_step,
      $.expect_step,
      $.repeat_step,
    ),
    given_step: $ => seq('given', choice($.facts, $.name)),
    repeat_step: $ => seq(
      'repeat', choice($.cell, $._number_like), 'times',
      optional(seq('every', choice($.cell, $._number_like))),
      $._steps,
    ),
    facts: $ => data($, $.fact),
    fact: $ => seq($.path, 'is', $._value_here),
    at_step: $ => seq('at', $.local_time),
    local_time: $ => seq(choice($.cell, $._date_here), choice($.cell, $.clock)),
    receive_step: $ => seq(
      'receive',
      choice(
        seq('from', $._any_text),
        seq(choice($.cell, $.event_reference), repeat(choice($.facts, $._in_conversation))),
      ),
    ),
    _in_conversation: $ => seq('in', $.name),
    as_step: $ => seq('as', $.commander, choice(
      seq($._in_conversation, 'do', $.block),
      seq('do', $.block, optional($._in_conversation)),
    )),
    commander: $ => seq(alias($._commander_name, $.name), optional($._any_text)),
    _commander_name: $ => reserved('commanders', $._identifier),
    advance_step: $ => seq('advance', choice($.cell, $._number_like)),
    expect_step: $ => seq('expect', optional($._in_conversation), choice(
      $.expect_not_did,
      $.expect_did,
      $.expect_refused,
      $.expect_not_fired,
      $.expect_fired,
      $.expect_nothing,
      $.expect_sent,
      $.expect_no_timer,
      $.expect_timer,
      $.expect_timeline,
      $.condition,
    )),
    expect_not_fired: $ => seq('not', 'fired', $.rule_names),
    expect_fired: $ => seq('fired', $.rule_names),
    rule_names: $ => commas($, $._cell_or_name),
    expect_did: $ => seq('did', $.action),
    expect_not_did: $ => seq('not', 'did', $.action),
    expect_refused: $ => seq('refused', $.action),
    expect_nothing: _ => seq('nothing', choice('sent', 'done')),
    expect_sent: $ => seq('sent', optional('containing'), $._value_here),
    expect_no_timer: $ => seq('no', 'timer', $._cell_or_name),
    expect_timeline: $ => seq('timeline', optional($._any_text)),
    expect_timer: $ => seq('timer', $._cell_or_name, 'at', $.local_time),
    rows_clause: $ => seq('rows', entries($, $.row)),
    row: $ => seq($.entry, repeat(prec.dynamic(1, seq(',', optional($._nl), $.entry)))),
  },
});
