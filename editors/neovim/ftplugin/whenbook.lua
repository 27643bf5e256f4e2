-- Settings and commands of a file of Whenbook.

if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = true

vim.bo.commentstring = '// %s'
vim.bo.comments = ':///,://'
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
vim.opt_local.formatoptions:remove('t')
vim.opt_local.formatoptions:append('croql')
vim.opt_local.iskeyword:append('_')

-- Colours and folds of tree-sitter where its parser is installed, else those of `syntax/whenbook.vim`.
if pcall(vim.treesitter.start) then
  vim.wo[0][0].foldmethod = 'expr'
  vim.wo[0][0].foldexpr = 'v:lua.vim.treesitter.foldexpr()'
  vim.wo[0][0].foldlevel = 99
end

local function define(name, run, options)
  vim.api.nvim_buf_create_user_command(0, name, run, options)
end

---@return table<string, string>
local function here()
  return { uri = vim.uri_from_bufnr(0) }
end

local function names(word, line)
  return require('whenbook').names(word, line)
end

define('WhenbookTest', function(given)
  require('whenbook').test(given.args)
end, { nargs = '?', complete = names, desc = 'Run the test here, or the one of that name' })

define('WhenbookTestAll', function()
  require('whenbook').run_tests(here())
end, { desc = 'Run all tests of the book' })

define('WhenbookPlay', function(given)
  require('whenbook').play_here(given.args)
end, { nargs = '?', complete = names, desc = 'Play the test or scenario here, or the one of that name, as a chat' })

define('WhenbookGraph', function(given)
  require('whenbook').graph(here(), given.bang)
end, { bang = true, desc = 'List what can raise what; with `!` open the picture' })

define('WhenbookWhy', function(given)
  local log, rule, nth = unpack(given.fargs)
  require('whenbook').why({ uri = here().uri, log = vim.fn.fnamemodify(log, ':p'), rule = rule, nth = tonumber(nth) })
end, { nargs = '+', complete = 'file', desc = 'Say why on a recorded event: LOG [RULE [NTH]]' })

define('WhenbookTry', function(given)
  require('whenbook').try_here(given.args)
end, { nargs = '?', desc = 'Try the rule here, or the one of that name, on an event that fulfils its condition' })

define('WhenbookInstallParser', function()
  require('whenbook.parser').install()
end, { desc = 'Compile the tree-sitter parser, with `cc`' })
