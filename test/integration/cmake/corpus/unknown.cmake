cmake_minimum_required(VERSION 3.20)
macro(m)
  no_such_command(1)
endmacro()
function(f)
  m()
endfunction()
message(STATUS "status")
message(WARNING "a warning. With two sentences that go on for quite a while so that the text must be wrapped somewhere.")
message(AUTHOR_WARNING "author")
message(SEND_ERROR "send
second paragraph

third
  indented line
last")
message(VERBOSE "not shown")
message(CHECK_START "checking")
message(CHECK_PASS "ok")
message(DEPRECATION "old")
f()
message("not reached")
