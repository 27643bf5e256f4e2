local M = {}

---A line without its texts and its comment, in which brackets mean something else.
---@param line string
---@return string
local function bare(line)
  return (line:gsub('\\.', ''):gsub('"[^"]*"', ''):gsub('//.*', ''))
end

---How far a line is indented.
---@param number integer
---@return integer
function M.of(number)
  local above = vim.fn.prevnonblank(number - 1)
  if above == 0 then
    return 0
  end
  local before, here = bare(vim.fn.getline(above)), bare(vim.fn.getline(number))
  local _, opened = before:gsub('[{[(]', '')
  local _, closed = before:gsub('[}%])]', '')
  -- What the line above begins with closes was taken into account there.
  local _, led = before:match('^%s*([}%])%s]*)'):gsub('[}%])]', '')
  local depth = math.max(opened - (closed - led), -1)
  if here:match('^%s*[}%])]') then
    depth = depth - 1
  end
  return math.max(vim.fn.indent(above) + (depth > 0 and 1 or depth) * vim.fn.shiftwidth(), 0)
end

return M
