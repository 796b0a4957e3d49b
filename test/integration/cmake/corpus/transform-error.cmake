list(TRANSFORM nothing_here REPLACE "a" "\\x")
message("went on")
set(items a)
list(TRANSFORM items REPLACE "(" "x" AT)
