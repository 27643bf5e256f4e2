-- The configuration of a person who uses the plugin, but that the server is the one that cargo has built.
vim.opt.runtimepath:append(os.getenv('WHENBOOK_PLUGIN'))
vim.lsp.config('whenbook', { cmd = { os.getenv('WHENBOOK_LSP') } })
vim.lsp.enable('whenbook')
