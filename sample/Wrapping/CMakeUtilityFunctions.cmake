# Lists and sums for the .wrap files and the macros.

# `list` without repetitions, in its order, into `var_name`.
macro(unique var_name list)
  set(${var_name} ${list})
  list(REMOVE_DUPLICATES ${var_name})
endmacro()

# The items of `list1` that are in `list2`, in the order of `list1`, into `var_name`.
macro(intersection var_name list1 list2)
  set(_intersection "")
  set(_candidates "${list2}")
  foreach(_item ${list1})
    if("${_item}" IN_LIST _candidates)
      list(APPEND _intersection "${_item}")
    endif()
  endforeach()
  set(${var_name} ${_intersection})
endmacro()

# The items of `list1` that are not in `list2`, into `var_name`.
macro(remove var_name list1 list2)
  set(${var_name} ${list1})
  list(REMOVE_ITEM ${var_name} ${list2})
endmacro()

macro(increment var_name input)
  math(EXPR ${var_name} "${input} + 1")
endmacro()

macro(decrement var_name input)
  math(EXPR ${var_name} "${input} - 1")
endmacro()
