(line_comment) @comment
(bracket_comment) @comment

(command name: (identifier) @function)

((command name: (identifier) @keyword.conditional)
  (#match? @keyword.conditional "^([iI][fF]|[eE][lL][sS][eE][iI][fF]|[eE][lL][sS][eE]|[eE][nN][dD][iI][fF])$"))
((command name: (identifier) @keyword.repeat)
  (#match? @keyword.repeat "^([fF][oO][rR][eE][aA][cC][hH]|[eE][nN][dD][fF][oO][rR][eE][aA][cC][hH]|[wW][hH][iI][lL][eE]|[eE][nN][dD][wW][hH][iI][lL][eE]|[bB][rR][eE][aA][kK]|[cC][oO][nN][tT][iI][nN][uU][eE])$"))
((command name: (identifier) @keyword.function)
  (#match? @keyword.function "^([fF][uU][nN][cC][tT][iI][oO][nN]|[eE][nN][dD][fF][uU][nN][cC][tT][iI][oO][nN]|[mM][aA][cC][rR][oO]|[eE][nN][dD][mM][aA][cC][rR][oO]|[rR][eE][tT][uU][rR][nN])$"))
((command name: (identifier) @keyword)
  (#match? @keyword "^([bB][lL][oO][cC][kK]|[eE][nN][dD][bB][lL][oO][cC][kK])$"))
((command name: (identifier) @keyword.import)
  (#match? @keyword.import "^([iI][nN][cC][lL][uU][dD][eE]|[fF][iI][nN][dD]_[pP][aA][cC][kK][aA][gG][eE]|[aA][dD][dD]_[sS][uU][bB][dD][iI][rR][eE][cC][tT][oO][rR][yY])$"))

((command name: (identifier) @_define . "(" . (unquoted_argument) @function.definition)
  (#match? @_define "^([fF][uU][nN][cC][tT][iI][oO][nN]|[mM][aA][cC][rR][oO])$"))

(quoted_argument) @string
(bracket_argument) @string
(escape_sequence) @string.escape

((unquoted_argument) @boolean
  (#match? @boolean "^([oO][nN]|[oO][fF][fF]|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[yY][eE][sS]|[nN][oO])$"))
((unquoted_argument) @number
  (#match? @number "^[0-9]+([.][0-9]+)*$"))
((unquoted_argument) @keyword.operator
  (#match? @keyword.operator "^(NOT|AND|OR|STREQUAL|EQUAL|LESS|GREATER|MATCHES|IN_LIST|DEFINED|EXISTS|TARGET|IN|LISTS|ITEMS|RANGE)$"))

(variable_name) @variable
(make_reference) @variable
["${" "$ENV{" "$CACHE{" "}"] @punctuation.special
["$<" ">"] @punctuation.special
["(" ")"] @punctuation.bracket

(unexpected) @error
