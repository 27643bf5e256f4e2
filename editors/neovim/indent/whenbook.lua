-- Two blanks more inside of braces and brackets, whether or not there is a tree-sitter parser.

if vim.b.did_indent then
  return
end
vim.b.did_indent = true

vim.bo.indentexpr = "v:lua.require'whenbook.indent'.of(v:lnum)"
vim.bo.indentkeys = '0},0],0),!^F,o,O'
vim.bo.autoindent = true
