" Colours where there is no tree-sitter parser; the server's semantic tokens refine them.

if exists('b:current_syntax')
  finish
endif

" A path is one word, so that none of its parts is taken for a word of the language.
syntax iskeyword @,48-57,_,192-255,.

syntax keyword whenbookDeclaration use activate deactivate attribute event action enum directory trigger automation condition
syntax keyword whenbookDeclaration message list schedule policy lifecycle status test scenario
syntax keyword whenbookClause on channels once per every order when do inactive after since last unless while at only during
syntax keyword whenbookClause wait set to check again then timezone closed open capacity release accept within by agents prefer
syntax keyword whenbookClause highest lowest if nobody windows samples known states start active final from raises new limit may
syntax keyword whenbookClause given receive as advance expect repeat times rows fired did refused nothing sent containing timer
syntax keyword whenbookClause timeline carries default optional writable counts match first change of
syntax keyword whenbookOperator and or not is was in the has had contain starts ends with does matches finds between
syntax keyword whenbookOperator more less than ago exactly under all any none
" A keyword cannot be called so.
syntax match whenbookOperator /\<contains\>/
syntax keyword whenbookConstant true false known unknown
syntax keyword whenbookDay mon tue wed thu fri sat sun

syntax match whenbookNumber /\v<-?\d+(\.\d+)?\%?>/
syntax match whenbookNumber /\v<(\d+[smhd])+>/
syntax match whenbookNumber /\v<\d{2}:\d{2}>/
syntax match whenbookNumber /\v<\d{4}-\d{2}-\d{2}>/

syntax match whenbookEscape /\\[n{"\\]/ contained
syntax region whenbookPlaceholder matchgroup=whenbookBrace start=/{/ end=/}/ contained oneline contains=whenbookFallback
syntax match whenbookFallback /\<or\>\zs[^}]*/ contained
syntax region whenbookText start=/"/ skip=/\\./ end=/"/ oneline contains=whenbookEscape,whenbookPlaceholder,@Spell
syntax region whenbookText start=/"""\s*$/ end=/^\s*"""/ contains=whenbookEscape,whenbookPlaceholder,@Spell
syntax match whenbookRegex @/[^/* \t]\(\\.\|[^/\\]\)*/[a-z]*@
syntax match whenbookComment @//.*$@ contains=whenbookTodo,@Spell
syntax match whenbookDoc @///.*$@ contains=@Spell
syntax keyword whenbookTodo TODO FIXME contained

syntax sync minlines=100

highlight default link whenbookDeclaration Keyword
highlight default link whenbookClause Statement
highlight default link whenbookOperator Operator
highlight default link whenbookConstant Constant
highlight default link whenbookDay Constant
highlight default link whenbookNumber Number
highlight default link whenbookEscape SpecialChar
highlight default link whenbookBrace Special
highlight default link whenbookPlaceholder Identifier
highlight default link whenbookFallback String
highlight default link whenbookText String
highlight default link whenbookRegex String
highlight default link whenbookComment Comment
highlight default link whenbookDoc SpecialComment
highlight default link whenbookTodo Todo

let b:current_syntax = 'whenbook'
