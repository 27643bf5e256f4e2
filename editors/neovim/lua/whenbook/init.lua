-- What the server's commands answer, shown: results in the quickfix list, stories in a window of their own.
local M = {}

---@return vim.lsp.Client?
local function client()
  local found = vim.lsp.get_clients({ name = 'whenbook', bufnr = 0 })[1] or vim.lsp.get_clients({ name = 'whenbook' })[1]
  if not found then
    vim.notify('whenbook: no server runs for this file; is `whenbook-lsp` on the path?', vim.log.levels.WARN)
  end
  return found
end

---Asks the server and hands over its answer; what it refuses is said.
---@param command string
---@param argument table
---@param answered fun(answer: table)
local function ask(command, argument, answered)
  local server = client()
  if not server then
    return
  end
  server:request('workspace/executeCommand', { command = command, arguments = { argument } }, function(refused, answer)
    if refused then
      vim.notify('whenbook: ' .. refused.message, vim.log.levels.ERROR)
    elseif answer then
      answered(answer)
    end
  end)
end

---Shows lines in a window of their own, which `q` closes.
---@param name string
---@param lines string[]
local function show(name, lines)
  name = 'whenbook://' .. name
  local buffer = vim.fn.bufnr(vim.fn.fnameescape(name))
  if buffer < 0 then
    buffer = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buffer, name)
    vim.bo[buffer].bufhidden = 'wipe'
    vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
  end
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(table.concat(lines, '\n'), '\n'))
  vim.bo[buffer].modifiable = false
  local window = vim.fn.bufwinid(buffer)
  if window < 0 then
    vim.cmd.split({ mods = { split = 'botright' } })
    vim.api.nvim_win_set_buf(0, buffer)
  else
    vim.api.nvim_set_current_win(window)
  end
  vim.wo[0][0].wrap = true
  vim.wo[0][0].linebreak = true
end

---A row of the quickfix list.
---@param place table with `uri` and `range`
---@param text string
local function row(place, text)
  local start = place.range and place.range.start or { line = 0, character = 0 }
  return {
    filename = place.uri and vim.uri_to_fname(place.uri) or nil,
    lnum = start.line + 1,
    col = start.character + 1,
    text = text,
    type = 'E',
  }
end

---Whether the cursor stands in a thing of this file.
local function is_here(thing)
  if thing.uri ~= vim.uri_from_bufnr(0) or not thing.range then
    return false
  end
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  return thing.range.start.line <= line and line <= thing.range['end'].line
end

---The name that is given, else of the test or scenario at the cursor, else of what is chosen.
---@param name string
---@param chosen fun(name: string)
local function with_test(name, chosen)
  if name ~= '' then
    return chosen(name)
  end
  ask('whenbook.tests', { uri = vim.uri_from_bufnr(0) }, function(answer)
    local here = vim.iter(answer.tests):find(is_here)
    if here then
      return chosen(here.name)
    end
    local titles = vim.tbl_map(function(test)
      return test.name
    end, answer.tests)
    vim.ui.select(titles, { prompt = 'Which one?' }, function(title)
      if title then
        chosen(title)
      end
    end)
  end)
end

---Names of tests for the command line. Only its last word is completed, so what of a name stands before it is left out.
---@param word string the last word
---@param line string the command line
---@return string[]
function M.names(word, line)
  local server = client()
  local begun = line:match('^%s*%S+%s+(.*)$') or ''
  local parameters = { command = 'whenbook.tests', arguments = { { uri = vim.uri_from_bufnr(0) } } }
  local answer = server and server:request_sync('workspace/executeCommand', parameters, 2000)
  local names = {}
  for _, test in ipairs(answer and answer.result and answer.result.tests or {}) do
    if vim.startswith(test.name, begun) then
      table.insert(names, test.name:sub(#begun - #word + 1))
    end
  end
  return names
end

---Runs tests; those that fail go to the quickfix list.
---@param argument table as the server's `whenbook.runTests` takes it
function M.run_tests(argument)
  ask('whenbook.runTests', argument, function(answer)
    local rows, failed = {}, 0
    for _, test in ipairs(answer.tests) do
      if not test.passed then
        failed = failed + 1
        for _, failure in ipairs(test.failures) do
          local place = failure.uri and failure or test
          table.insert(rows, row(place, test.name .. '\n' .. (failure.message or failure.text)))
        end
      end
    end
    vim.fn.setqflist({}, ' ', { title = 'Whenbook tests', items = rows })
    local summary = ('%d passed, %d failed'):format(#answer.tests - failed, failed)
    vim.notify('whenbook: ' .. summary, failed > 0 and vim.log.levels.ERROR or vim.log.levels.INFO)
    if #rows > 0 then
      vim.cmd('botright copen | wincmd p')
    else
      vim.cmd.cclose()
    end
  end)
end

---Runs the test of that name, or the one at the cursor.
---@param name string
function M.test(name)
  with_test(name, function(title)
    M.run_tests({ uri = vim.uri_from_bufnr(0), names = { title } })
  end)
end

---How far reasons are indented; what is, is folded away.
local REASONS = 10

---Plays a test or a scenario as a chat. The reasons of what happened are folded: `zo` opens one of them, `zR` all.
---@param argument table as the server's `whenbook.play` takes it
function M.play(argument)
  ask('whenbook.play', argument, function(story)
    local lines, before = { story.title, '' }, nil
    for _, step in ipairs(story.steps) do
      local who = step.rule and step.rule.name or step.name or step.actor
      table.insert(lines, ('%s  %s: %s'):format(step.clock, who, step.text))
      if step.expected then
        table.insert(lines, '  expected: ' .. step.expected)
        table.insert(lines, '  happened: ' .. (step.happened or ''))
      end
      -- What a rule does has one reason, however much it does.
      if not vim.deep_equal(step.why, before) then
        for _, why in ipairs(step.why or {}) do
          table.insert(lines, (' '):rep(REASONS) .. why)
        end
      end
      before = step.why
    end
    show('play ' .. argument.name, lines)
    vim.bo.shiftwidth = REASONS
    vim.wo[0][0].foldmethod = 'indent'
    vim.wo[0][0].foldnestmax = 1
    vim.wo[0][0].foldlevel = 0
    vim.wo[0][0].foldtext = "repeat(' ', " .. REASONS .. ") .. 'why …'"
    vim.wo[0][0].fillchars = 'fold: '
  end)
end

---Plays the test or scenario of that name, or the one at the cursor.
---@param name string
function M.play_here(name)
  with_test(name, function(title)
    M.play({ uri = vim.uri_from_bufnr(0), name = title })
  end)
end

---Lists what can raise what, or opens the picture of it.
---@param argument table as the server's `whenbook.graph` takes it
---@param picture boolean?
function M.graph(argument, picture)
  ask('whenbook.graph', argument, function(graph)
    if picture and graph.svg then
      local path = vim.fn.tempname() .. '.svg'
      vim.fn.writefile(vim.split(graph.svg, '\n'), path)
      vim.ui.open(path)
      return
    end
    local labels, lines = {}, {}
    for _, node in ipairs(graph.nodes) do
      labels[node.id] = node.label == '' and '•' or node.label:gsub('\n', ', ')
    end
    for _, part in ipairs(graph.parts) do
      vim.list_extend(lines, { part.title, '' })
      for _, edge in ipairs(graph.edges) do
        if edge.part == part.name then
          local label = edge.label ~= '' and '  (' .. edge.label .. ')' or ''
          table.insert(lines, ('  %s -> %s%s'):format(labels[edge.from], labels[edge.to], label))
        end
      end
      table.insert(lines, '')
    end
    show('graph', #lines > 0 and lines or { 'nothing in this book raises anything' })
  end)
end

---Shows why on a recorded event.
---@param argument table as the server's `whenbook.why` takes it
function M.why(argument)
  ask('whenbook.why', argument, function(why)
    show('why', { why.text })
  end)
end

---Tries a rule on an event.
---@param argument table as the server's `whenbook.try` takes it
function M.try(argument)
  ask('whenbook.try', argument, function(trial)
    show('try ' .. argument.rule, { trial.text })
  end)
end

---Tries the rule of that name, or the one that the cursor stands in.
---@param name string
function M.try_here(name)
  if name == '' then
    local from = vim.api.nvim_win_get_cursor(0)[1]
    for _, line in ipairs(vim.fn.reverse(vim.api.nvim_buf_get_lines(0, 0, from, false))) do
      name = line:match('^%s*trigger%s+([%w_\128-\255]+)') or line:match('^%s*automation%s+([%w_\128-\255]+)') or ''
      if name ~= '' then
        break
      end
    end
  end
  if name == '' then
    vim.notify('whenbook: there is no rule here', vim.log.levels.WARN)
    return
  end
  M.try({ uri = vim.uri_from_bufnr(0), rule = name })
end

---Shows places in the quickfix list.
---@param places table[]
function M.show_references(places)
  local server = client()
  if server then
    local items = vim.lsp.util.locations_to_items(places, server.offset_encoding)
    vim.fn.setqflist({}, ' ', { title = 'References', items = items })
    vim.cmd('botright copen')
  end
end

return M
