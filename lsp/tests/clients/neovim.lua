-- Drives the plugin of `editors/neovim` in Neovim: `nvim --headless -u init.lua -l neovim.lua STEP`. Each step says `ok` or dies.

local book, step = os.getenv('WHENBOOK_BOOK'), arg[1]
local said = {}
vim.notify = function(message)
  table.insert(said, message)
end

local function wait_for(what, holds)
  local answer
  assert(vim.wait(20000, function()
    answer = holds()
    return answer
  end, 20), 'waited in vain for ' .. what .. '\nsaid: ' .. vim.inspect(said))
  return answer
end

local function equal(what, is, expected)
  assert(vim.deep_equal(is, expected), ('%s: %s\nexpected: %s'):format(what, vim.inspect(is), vim.inspect(expected)))
end

local function open(name, kind)
  vim.cmd.edit(vim.fs.joinpath(book, name))
  equal('file type', vim.bo.filetype, kind or 'whenbook')
  return wait_for('the server', function()
    local client = vim.lsp.get_clients({ bufnr = 0 })[1]
    return client and client.initialized and client
  end)
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

---Puts the cursor before the text on the first line that holds it.
local function go_to(text)
  for number, line in ipairs(lines()) do
    local column = line:find(text, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { number, column - 1 })
      return number
    end
  end
  error('there is no ' .. text)
end

local function diagnostics()
  return vim.tbl_map(function(each)
    return { each.code, each.lnum + 1, each.col }
  end, vim.diagnostic.get(0))
end

local function request(method, parameters)
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  local answer = assert(client:request_sync(method, parameters, 20000, 0), method)
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

local function quickfix()
  return vim.fn.getqflist({ title = true, items = true })
end

local function window_named(name)
  return wait_for('the window ' .. name, function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      local buffer = vim.api.nvim_win_get_buf(window)
      if vim.api.nvim_buf_get_name(buffer):find(name, 1, true) then
        return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
      end
    end
  end)
end

local steps = {}

---What is wrong is shown where it is, behind Korean and an emoji, and goes away when it is mended.
function steps.diagnostics()
  local client = open('../broken/broken.when')
  equal('encoding', client.offset_encoding, 'utf-8')
  wait_for('the diagnostic', function()
    return #vim.diagnostic.get(0) > 0
  end)
  local line = go_to('user.nmae')
  local column = vim.api.nvim_win_get_cursor(0)[2]
  equal('diagnostics', diagnostics(), { { 'E0204', line, column } })
  vim.cmd.substitute('/nmae/name or 고객/')
  wait_for('its end', function()
    return #vim.diagnostic.get(0) == 0
  end)
end

---The settings of the book are checked too, and no other TOML file is.
function steps.settings()
  open('whenbook.toml', 'toml')
  vim.api.nvim_buf_set_lines(0, 0, 1, false, { 'nmae = "Clients"' })
  local wrong = wait_for('the diagnostic', function()
    return vim.diagnostic.get(0)[1]
  end)
  equal('line', wrong.lnum, 0)
  vim.cmd.edit(vim.fs.joinpath(book, 'other.toml'))
  equal('clients', vim.lsp.get_clients({ bufnr = 0 }), {})
end

---A quick fix puts the misspelt name right.
function steps.fix()
  open('../broken/broken.when')
  wait_for('the diagnostic', function()
    return #vim.diagnostic.get(0) > 0
  end)
  local number = go_to('user.nmae')
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.kind == 'quickfix' and action.title:find('user.name', 1, true) ~= nil
    end,
  })
  wait_for('the fix', function()
    return lines()[number]:find('{user.name}', 1, true)
  end)
end

function steps.complete()
  open('rules.when')
  local number = go_to('customer.wrote')
  vim.api.nvim_win_set_cursor(0, { number, 5 + #'customer.' - 1 })
  vim.api.nvim_buf_set_text(0, number - 1, 5, number - 1, #lines()[number], { 'customer.' })
  vim.api.nvim_win_set_cursor(0, { number, #lines()[number] })
  local list = request('textDocument/completion', vim.lsp.util.make_position_params(0, 'utf-8'))
  local labels = vim.tbl_map(function(item)
    return item.label
  end, list.items or list)
  assert(vim.tbl_contains(labels, 'customer.wrote'), vim.inspect(labels))
end

function steps.hover()
  open('rules.when')
  go_to('vip and')
  local hover = request('textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-8'))
  assert(hover.contents.value:find('condition vip', 1, true), vim.inspect(hover))
end

---A name is changed in both files and inside of a text.
function steps.rename()
  open('rules.when')
  go_to('welcome_text')
  vim.lsp.buf.rename('hello_text')
  wait_for('the new name', function()
    return table.concat(lines(), '\n'):find('send hello_text', 1, true)
  end)
  local other = vim.fn.bufadd(vim.fs.joinpath(book, 'texts.when'))
  local texts = table.concat(vim.api.nvim_buf_get_lines(other, 0, -1, false), '\n')
  assert(texts:find('message hello_text {', 1, true), texts)
end

function steps.format()
  open('../messy/messy.when')
  vim.lsp.buf.format()
  equal('layout', lines(), { 'condition busy when account.queue_size > 10', 'list cities { "서울", "Paris" }' })
end

---Colours of tree-sitter, folds, and the tokens of the server.
function steps.colours()
  vim.env.XDG_DATA_HOME = vim.fn.tempname()
  assert(require('whenbook.parser').install(), vim.inspect(said))
  vim.opt.runtimepath:append(vim.fs.joinpath(vim.fn.stdpath('data'), 'site'))
  open('rules.when')
  local number = go_to('trigger welcome')
  local captures = vim.treesitter.get_captures_at_pos(0, number - 1, 0)
  equal('capture', captures[#captures].capture, 'keyword')
  for _, kind in ipairs({ 'highlights', 'folds', 'indents', 'locals', 'injections', 'textobjects' }) do
    assert(vim.treesitter.query.get('whenbook', kind), kind)
  end
  vim.treesitter.get_parser(0):parse()
  equal('fold', vim.treesitter.foldexpr(number), '>1')
  wait_for('semantic tokens', function()
    local tokens = vim.lsp.semantic_tokens.get_at_pos(0, number - 1, #'trigger ')
    return tokens and tokens[1] and tokens[1].type
  end)
end

---Without a tree-sitter parser there are colours too.
function steps.syntax()
  open('rules.when')
  local number = go_to('trigger welcome')
  equal('group', vim.fn.synIDattr(vim.fn.synID(number, 1, 1), 'name'), 'whenbookDeclaration')
end

---A file that is typed in line by line is indented as the formatter does.
function steps.indent()
  open('rules.when')
  local before = lines()
  vim.cmd('silent %left')
  vim.cmd('silent normal! gg=G')
  equal('indents', lines(), before)
end

function steps.comment()
  open('rules.when')
  go_to('condition vip')
  vim.cmd.normal('gcc')
  assert(vim.api.nvim_get_current_line():find('^// condition vip'), vim.api.nvim_get_current_line())
end

---The test at the cursor fails and stands in the quickfix list where its expectation stands.
function steps.test()
  open('tests.when')
  local expectation = go_to('expect sent "Nothing of this"')
  vim.cmd.WhenbookTest()
  wait_for('the result', function()
    return #said > 0
  end)
  equal('said', said, { 'whenbook: 0 passed, 1 failed' })
  local list = quickfix()
  equal('title', list.title, 'Whenbook tests')
  equal('line', list.items[1].lnum, expectation)
  assert(list.items[1].text:find('expected', 1, true), list.items[1].text)
end

function steps.test_all()
  open('rules.when')
  vim.cmd.WhenbookTestAll()
  wait_for('the results', function()
    return #said > 0
  end)
  equal('said', said, { 'whenbook: 1 passed, 1 failed' })
  equal('completion', vim.fn.getcompletion('WhenbookTest A V', 'cmdline'), { 'VIP is welcomed' })
end

---A lens above a test runs it.
function steps.lens()
  open('tests.when')
  vim.lsp.codelens.refresh({ bufnr = 0 })
  local lenses = wait_for('lenses', function()
    local found = vim.lsp.codelens.get(0)
    return #found > 0 and found
  end)
  local number = go_to('test "A VIP is welcomed"')
  local run = vim.iter(lenses):find(function(lens)
    local command = lens.command
    return command.command == 'whenbook.runTests' and vim.deep_equal(command.arguments[1].names, { 'A VIP is welcomed' })
  end)
  assert(run and run.range.start.line == number - 1, vim.inspect(lenses))
  vim.lsp.get_clients({ bufnr = 0 })[1]:exec_cmd(run.command, { bufnr = 0 })
  wait_for('the result', function()
    return #said > 0
  end)
  equal('said', said, { 'whenbook: 1 passed, 0 failed' })
end

---A lens above what is named shows where it is used.
function steps.uses()
  open('rules.when')
  vim.lsp.codelens.refresh({ bufnr = 0 })
  local uses = wait_for('the lens', function()
    return vim.iter(vim.lsp.codelens.get(0)):find(function(lens)
      return lens.command and lens.command.command == 'whenbook.showReferences' and lens.range.start.line == 1
    end)
  end)
  vim.lsp.get_clients({ bufnr = 0 })[1]:exec_cmd(uses.command, { bufnr = 0 })
  local list = wait_for('the places', function()
    return quickfix().title == 'References' and quickfix()
  end)
  equal('places', vim.tbl_map(function(item)
    return item.lnum
  end, list.items), { 8 })
end

function steps.play()
  open('tests.when')
  go_to('test "A VIP is welcomed"')
  vim.cmd.WhenbookPlay()
  local story = window_named('whenbook://play')
  assert(story:find('welcome: 민아님, 어서 오세요 👋', 1, true), story)
  -- Why it was sent can be unfolded.
  vim.cmd('/`welcome` fired')
  assert(vim.fn.foldclosed('.') > 0 and not vim.api.nvim_get_current_line():find('민아님'))
end

function steps.graph()
  open('rules.when')
  vim.cmd.WhenbookGraph()
  local graph = window_named('whenbook://graph')
  assert(graph:find('->', 1, true), graph)
end

function steps.try()
  open('rules.when')
  go_to('send welcome_text')
  vim.cmd.WhenbookTry()
  local trial = window_named('whenbook://try welcome')
  assert(trial:find('welcome', 1, true), trial)
end

function steps.why()
  open('rules.when')
  vim.cmd.WhenbookWhy(vim.fs.joinpath(book, 'log.jsonl'))
  local why = window_named('whenbook://why')
  assert(why:find('welcome', 1, true), why)
end

function steps.help()
  vim.cmd.helptags(vim.fs.joinpath(os.getenv('WHENBOOK_PLUGIN'), 'doc'))
  vim.cmd.help(':WhenbookTest')
  assert(vim.fn.expand('%:t') == 'whenbook.txt')
  vim.fn.delete(vim.fs.joinpath(os.getenv('WHENBOOK_PLUGIN'), 'doc', 'tags'))
end

if not steps[step] then
  print(table.concat(vim.tbl_keys(steps), '\n'))
  vim.cmd.quitall({ bang = true })
end
steps[step]()
vim.cmd('silent! bufdo setlocal nomodified')
local clients = vim.lsp.get_clients()
for _, client in ipairs(clients) do
  client:stop()
end
wait_for('the end of the server', function()
  return #vim.lsp.get_clients() == 0
end)
print('ok')
vim.cmd.quitall({ bang = true })
