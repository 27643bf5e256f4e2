vim.filetype.add({ extension = { when = 'whenbook' } })
