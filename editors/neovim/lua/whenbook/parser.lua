local M = {}

---Compiles the tree-sitter parser that lies beside this plugin and puts it where Neovim finds it.
---@param source string? the folder of the grammar
---@return boolean whether it is there now
function M.install(source)
  local plugin = vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))))
  source = source or vim.fs.joinpath(vim.fs.dirname(plugin), 'tree-sitter-whenbook')
  local folder = vim.fs.joinpath(vim.fn.stdpath('data'), 'site', 'parser')
  vim.fn.mkdir(folder, 'p')
  local files = { vim.fs.joinpath(source, 'src', 'parser.c'), vim.fs.joinpath(source, 'src', 'scanner.c') }
  if not vim.uv.fs_stat(files[1]) then
    vim.notify('whenbook: there is no grammar in ' .. source, vim.log.levels.ERROR)
    return false
  end
  local built = vim
    .system({
      os.getenv('CC') or 'cc',
      '-shared',
      '-fPIC',
      '-O2',
      '-I',
      vim.fs.joinpath(source, 'src'),
      files[1],
      files[2],
      '-o',
      vim.fs.joinpath(folder, 'whenbook.so'),
    })
    :wait()
  if built.code ~= 0 then
    vim.notify('whenbook: the parser could not be compiled\n' .. built.stderr, vim.log.levels.ERROR)
    return false
  end
  vim.notify('whenbook: the parser is installed; open a file anew to see its colours')
  return true
end

return M
