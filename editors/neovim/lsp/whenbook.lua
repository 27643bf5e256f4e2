-- The server of Whenbook, for `vim.lsp.enable("whenbook")`.

local function command(name)
  return function(lens)
    require('whenbook')[name](lens.arguments[1])
  end
end

---@type vim.lsp.Config
return {
  cmd = { 'whenbook-lsp' },
  filetypes = { 'whenbook', 'toml' },
  -- Of TOML files the server knows only `whenbook.toml`.
  root_dir = function(buffer, start)
    local name = vim.fs.basename(vim.api.nvim_buf_get_name(buffer))
    if vim.bo[buffer].filetype == 'whenbook' or name == 'whenbook.toml' then
      start(vim.fs.root(buffer, { 'whenbook.toml', '.git' }))
    end
  end,
  -- What commands answer is shown here, so the server need not say it in a message.
  init_options = { showsResults = true },
  -- What lenses and code actions of the server lead to.
  commands = {
    ['whenbook.runTests'] = command('run_tests'),
    ['whenbook.play'] = command('play'),
    ['whenbook.graph'] = command('graph'),
    ['whenbook.why'] = command('why'),
    ['whenbook.try'] = command('try'),
    ['whenbook.showReferences'] = function(lens)
      require('whenbook').show_references(lens.arguments[3])
    end,
  },
}
